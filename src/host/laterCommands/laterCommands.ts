import { isRecord } from '../../domain/isRecord';
import { newOperationOf } from '../../protocol/checkedHostCalls';
import { placeOf } from '../commands/commandArguments';
import { repeatingServer, requestActions } from '../dashboard/requestActions';
import { alertMe } from './alertMe';
import { comparePeriods } from './comparePeriods';
import { connectToTeamStore, disconnectFromTeamStore } from './connectToTeamStore';
import { deleteData } from './deleteData';
import type { LaterContext } from './laterContext';
import { manageAlerts } from './manageAlerts';
import { repeatableOf } from './repeatableOf';
import { markSessionEnd, markSessionStart } from './sessions';
import { revealInDashboard } from './revealInDashboard';
import { setCredentials } from './setCredentials';
import { sortEndpoints } from './sortEndpoints';
import { switchServer } from './switchServer';

type Command = (context: LaterContext, argument: unknown) => Promise<unknown>;

const commands = {
  alertMe,
  manageAlerts,
  comparePeriods: ({ target, dashboards }) => comparePeriods(target, dashboards),
  connectToTeamStore: (context) => connectToTeamStore(context),
  disconnectFromTeamStore,
  deleteData,
  markSessionStart: ({ target }) => markSessionStart(target),
  markSessionEnd: ({ target }) => markSessionEnd(target),
  setCredentials: ({ target, credentials }) => setCredentials(target, credentials),
  sortEndpoints: ({ endpointOrder }) => sortEndpoints(endpointOrder),
  switchServer,
  chooseApiDocuments: async ({ apiDocuments, target }) => {
    await (await apiDocuments.load()).choose(target);
  },
  openDefinition: async ({ apiDocuments, target }, argument) => {
    const { endpoint } = placeOf(argument) ?? {};
    if (endpoint) await (await apiDocuments.load()).openDefinition(target, endpoint);
  },
  createOperation: async ({ apiDocuments, target }, argument) => {
    const operation = newOperationOf(isRecord(argument) ? argument['creates'] : undefined);
    if (operation) await (await apiDocuments.load()).createOperation(target, operation);
  },
  revealInDashboard,
  copyAsCurl: async ({ apiDocuments, target }, argument) => {
    const request = repeatableOf(argument);
    if (request)
      await requestActions(() => repeatingServer(target, apiDocuments)).copyAsCurl(request);
  },
  openAsHttp: async ({ apiDocuments, target }, argument) => {
    const request = repeatableOf(argument);
    if (!request) return;
    const { openAsHttp } = requestActions(() => repeatingServer(target, apiDocuments));
    await openAsHttp({ request, beside: false });
  },
} satisfies Readonly<Record<string, Command>>;

export type LaterCommand = keyof typeof commands;

/** Commands that are run seldom. They are a bundle of their own, loaded when one of them is first run. */
export const laterCommands: Readonly<Record<LaterCommand, Command>> = commands;
