import { isRecord } from '../domain/isRecord';
import type { NewOperation } from './contractCoverage';
import { endpointColumns, type EndpointPage } from './dashboardData';
import {
  compareOf,
  knownConditions,
  endpointNameOf,
  errorGroupNameOf,
  isTextOrNull,
  isTime,
  periodOf,
} from './dashboardShapes';
import type { TrafficFilter } from './readModels';
import type { CallHandlers } from './remoteCall';
import {
  hostActions,
  type DashboardRequest,
  type ExportedFile,
  type HostAction,
  type HostCalls,
  type RepeatableRequest,
} from './webviewMessages';

/**
 * Handlers that see of a webview's calls only what is of the right shape: a page that was made to say something else is
 * answered with an error that names the call.
 */
export function checkedHostCalls(handlers: CallHandlers<HostCalls>): CallHandlers<HostCalls> {
  return {
    ready: () => handlers.ready(null),
    readCharts: (request) => handlers.readCharts(checked('readCharts', dashboardRequest, request)),
    readDashboard: (request) =>
      handlers.readDashboard(checked('readDashboard', tablesRequest, request)),
    readEndpoints: (request) =>
      handlers.readEndpoints(checked('readEndpoints', dashboardRequest, request)),
    explain: (request) => handlers.explain(checked('explain', explanationRequest, request)),
    readErrorGroup: (request) =>
      handlers.readErrorGroup(checked('readErrorGroup', errorGroupRequest, request)),
    readCoverage: (request) =>
      handlers.readCoverage(checked('readCoverage', dashboardRequest, request)),
    readOverview: () => handlers.readOverview(null),
    run: (action) => handlers.run(checked('run', hostAction, action)),
    showTarget: (id) => handlers.showTarget(checked('showTarget', targetId, id)),
    saveFile: (file) => handlers.saveFile(checked('saveFile', exportedFile, file)),
    copyText: (text) => handlers.copyText(checked('copyText', copiedText, text)),
    pictureCopied: (isCopied) =>
      handlers.pictureCopied(checked('pictureCopied', trueOrFalse, isCopied)),
    copyAsCurl: (request) => handlers.copyAsCurl(checked('copyAsCurl', repeatableRequest, request)),
    openDefinition: (name) =>
      handlers.openDefinition(checked('openDefinition', endpointNameOf, name)),
    alertMe: (asked) => handlers.alertMe(checked('alertMe', alertRequest, asked)),
    createOperation: (operation) =>
      handlers.createOperation(checked('createOperation', newOperationOf, operation)),
    openAsHttp: (request) => handlers.openAsHttp(checked('openAsHttp', httpRequest, request)),
  };
}

function checked<T>(call: string, shape: (value: unknown) => T | undefined, value: unknown): T {
  const known = shape(value);
  if (known === undefined)
    throw new TypeError(`What ${call} was called with is of no known shape.`);
  return known;
}

function dashboardRequest(value: unknown): DashboardRequest | undefined {
  if (!isRecord(value)) return undefined;
  const { live } = value;
  const period = periodOf(value['period']);
  const compare = compareOf(value['compare']);
  const filter = filterOf(value['filter']);
  const endpointPage = endpointPageOf(value['endpointPage']);
  if (!period || !compare || !filter || !endpointPage || typeof live !== 'boolean')
    return undefined;
  return { period, compare, filter, endpointPage, live };
}

function tablesRequest(value: unknown): HostCalls['readDashboard']['request'] | undefined {
  if (!isRecord(value)) return undefined;
  const { charts } = value;
  const request = dashboardRequest(value['request']);
  return request && isCount(charts) ? { request, charts } : undefined;
}

function explanationRequest(value: unknown): HostCalls['explain']['request'] | undefined {
  if (!isRecord(value)) return undefined;
  const { from, to } = value;
  const request = dashboardRequest(value['request']);
  return request && isTime(from) && isTime(to) ? { request, from, to } : undefined;
}

function errorGroupRequest(value: unknown): HostCalls['readErrorGroup']['request'] | undefined {
  if (!isRecord(value)) return undefined;
  const request = dashboardRequest(value['request']);
  const group = errorGroupNameOf(value['group']);
  return request && group ? { request, group } : undefined;
}

function hostAction(value: unknown): HostAction | undefined {
  return hostActions.find((action) => action === value);
}

function targetId(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The page names its files itself: no name leads into another folder or to another kind of file. */
function exportedFile(value: unknown): ExportedFile | undefined {
  if (!isRecord(value)) return undefined;
  const { name, encoding, content } = value;
  if (typeof name !== 'string' || !/^[a-z0-9-]{1,100}\.(csv|json|png)$/.test(name))
    return undefined;
  if (typeof content !== 'string') return undefined;
  return encoding === 'utf8' || encoding === 'base64' ? { name, encoding, content } : undefined;
}

/** A message, an id, or the rows of a result, which no reader gives longer. */
function copiedText(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 64_000_000 ? value : undefined;
}

function trueOrFalse(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function repeatableRequest(value: unknown): RepeatableRequest | undefined {
  if (!isRecord(value)) return undefined;
  const { method, path, requestId } = value;
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  return isTextOrNull(requestId) ? { method, path, requestId } : undefined;
}

/** Undefined for what is none. */
export function newOperationOf(value: unknown): NewOperation | undefined {
  if (!isRecord(value)) return undefined;
  const { method, path, statuses } = value;
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  if (!/^[A-Z]+$/.test(method) || !path.startsWith('/') || !Array.isArray(statuses))
    return undefined;
  return statuses.every(isStatus) ? { method, path, statuses } : undefined;
}

function alertRequest(value: unknown): HostCalls['alertMe']['request'] | undefined {
  if (!isRecord(value)) return undefined;
  const endpoint = value['endpoint'] === null ? null : endpointNameOf(value['endpoint']);
  return endpoint === undefined ? undefined : { endpoint };
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 999;
}

function httpRequest(value: unknown): HostCalls['openAsHttp']['request'] | undefined {
  if (!isRecord(value)) return undefined;
  const { beside } = value;
  const request = repeatableRequest(value['request']);
  return request && typeof beside === 'boolean' ? { request, beside } : undefined;
}

function filterOf(value: unknown): TrafficFilter | undefined {
  if (!isRecord(value)) return undefined;
  const { workspaceId, environment } = value;
  const conditions = everyCondition(value['conditions']);
  const endpoint = value['endpoint'] === null ? null : endpointNameOf(value['endpoint']);
  if (!conditions || !isTextOrNull(workspaceId) || !isTextOrNull(environment)) return undefined;
  return endpoint === undefined ? undefined : { conditions, workspaceId, environment, endpoint };
}

/** Undefined where one of them is none: without it other traffic would be read. */
function everyCondition(value: unknown): TrafficFilter['conditions'] | undefined {
  const conditions = knownConditions(value);
  return Array.isArray(value) && conditions?.length === value.length ? conditions : undefined;
}

function endpointPageOf(value: unknown): EndpointPage | undefined {
  if (!isRecord(value)) return undefined;
  const { search, descending, offset, limit } = value;
  const column = endpointColumns.find((name) => name === value['column']);
  if (!column || typeof search !== 'string' || typeof descending !== 'boolean') return undefined;
  return isCount(offset) && isCount(limit)
    ? { search, column, descending, offset, limit }
    : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
