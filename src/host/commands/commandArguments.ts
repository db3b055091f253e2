import { isAbsolute } from 'node:path';
import type { Condition } from '../../domain/condition';
import { isRecord } from '../../domain/isRecord';
import { conditionOf, endpointNameOf, isRange } from '../../protocol/dashboardShapes';
import type { DashboardPlace } from '../../protocol/webviewMessages';
import type { ExportRequest, ExportTableName } from '../../store/export/exportRequest';
import { exportTableNames } from '../../store/export/exportRequest';

/**
 * What the arguments of our commands say. They come from anyone: another extension, a key binding, a link. What is not
 * of the right shape is as if it had been left out, so that it is asked for or begins as usual.
 */

/** Where to open the dashboard; null if the argument names no place. */
export function placeOf(argument: unknown): DashboardPlace | null {
  if (!isRecord(argument)) return null;
  const { kind, range, endpoint, group, error } = argument;
  // A row of a view has a kind: its numbers are those of a day.
  const wanted = kind === undefined ? range : '24h';
  // Rows of errors name their endpoint as the group's or the error's.
  const name = endpointNameOf(endpoint ?? group ?? error);
  const isAll = kind === undefined && endpoint === null;
  if (!isRange(wanted) && !name && !isAll) return null;
  return {
    ...(isRange(wanted) && { period: { kind: 'last', range: wanted } }),
    ...(name && { endpoint: name }),
    ...(isAll && { endpoint: null }),
  };
}

/** Where to show the dashboard of nothing but what a row of a view tells of; null if the argument is none. */
export function onlyPlaceOf(argument: unknown): DashboardPlace | null {
  const only = rowConditions(argument, false);
  return only.length === 0 ? null : { period: { kind: 'last', range: '24h' }, only };
}

/** Where to show the dashboard without that; null if the argument names nothing that can be left out by itself. */
export function withoutPlaceOf(argument: unknown): DashboardPlace | null {
  const without = rowConditions(argument, true);
  return without.length === 1 ? { without } : null;
}

/** What a row of Top Endpoints or Recent Errors tells of: an endpoint, perhaps with a status; an error group. */
function rowConditions(argument: unknown, isExcluded: boolean): readonly Condition[] {
  if (!isRecord(argument)) return [];
  const { endpoint, code, group, error } = argument;
  const of = (kind: Condition['kind'], value: unknown): Condition | undefined =>
    isRecord(value) ? conditionOf({ anyMethod: false, ...value, kind, isExcluded }) : undefined;
  return [
    of('endpoint', endpoint),
    of('status', { code }),
    of('errorGroup', group ?? error),
  ].filter((one) => one !== undefined);
}

/** What to export, as far as it is named. */
export interface ExportAnswers {
  readonly format?: ExportRequest['format'];
  readonly table?: ExportTableName;
  /** Where the question for the file begins. */
  readonly path?: string;
}

export function exportAnswersOf(argument: unknown): ExportAnswers {
  if (!isRecord(argument)) return {};
  const { format, table } = argument;
  const knownFormat = (['sqlite', 'csv', 'json'] as const).find((known) => known === format);
  const knownTable = exportTableNames.find((known) => known === table);
  const path = localPathOf(argument);
  return {
    ...(knownFormat && { format: knownFormat }),
    ...(knownTable && { table: knownTable }),
    ...(path !== undefined && { path }),
  };
}

/** What is named as the path of a file, to be looked up. */
export function pathOf(argument: unknown): string | undefined {
  if (!isRecord(argument)) return undefined;
  const { path } = argument;
  return typeof path === 'string' ? path : undefined;
}

/**
 * The absolute path of a file of this machine, to be looked at. One of another machine is none: that machine would be
 * told who asks.
 */
export function localPathOf(argument: unknown): string | undefined {
  const path = pathOf(argument);
  if (path === undefined || !isAbsolute(path) || path.includes('\0')) return undefined;
  return /^[\\/]{2}/.test(path) ? undefined : path;
}
