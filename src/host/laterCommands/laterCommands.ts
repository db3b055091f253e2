import type { CommandContext } from '../commandContext';
import type { DashboardPanel } from '../dashboard/dashboardPanel';
import { comparePeriods } from './comparePeriods';
import { deleteData } from './deleteData';
import { repeatableOf } from './repeatableOf';
import { sortEndpoints } from './sortEndpoints';

type Command = (
  context: CommandContext,
  dashboard: DashboardPanel,
  argument: unknown,
) => Promise<unknown>;

const commands = {
  comparePeriods: ({ collecting }, dashboard) => comparePeriods(collecting, dashboard),
  deleteData,
  sortEndpoints: ({ endpointOrder }) => sortEndpoints(endpointOrder),
  copyAsCurl: async (_, { requests }, argument) => {
    const request = repeatableOf(argument);
    if (request) await requests.copyAsCurl(request);
  },
  openAsHttp: async (_, { requests }, argument) => {
    const request = repeatableOf(argument);
    if (request) await requests.openAsHttp({ request, beside: false });
  },
} satisfies Readonly<Record<string, Command>>;

export type LaterCommand = keyof typeof commands;

/** Commands that are run seldom. They are a bundle of their own, loaded when one of them is first run. */
export const laterCommands: Readonly<Record<LaterCommand, Command>> = commands;
