import type { SelectedStatus } from '../../protocol/selectedTraffic';
import type { FaultCounts } from './faults';

/** Requests to a path by status, and how many of them injected faults ended: at least and at most. */
export interface InjectedRequests {
  /** Ascending. */
  readonly statuses: readonly SelectedStatus[];
  /** Of all statuses together, which is often known better. */
  readonly injected: SelectedStatus['injected'];
}

/**
 * Which requests faults ended, as far as it is told: of faults with several statuses the server tells how many there were of
 * all, so that each status has at least those that do not fit into the others.
 * @param perhaps the faults that these requests may have met
 * @param surely those of them that met no others
 */
export function injectedRequests(
  byStatus: ReadonlyMap<number | null, number>,
  perhaps: readonly FaultCounts[],
  surely: readonly FaultCounts[],
): InjectedRequests {
  if (perhaps.length === 0) return { statuses: withoutFaults(byStatus), injected: none };
  const requestsOf = new Map<string, number>();
  for (const [status, requests] of byStatus) {
    if (status !== null && requests > 0) requestsOf.set(String(status), requests);
  }
  const within = (statuses: ReadonlySet<string>): number =>
    [...statuses].reduce((sum, status) => sum + (requestsOf.get(status) ?? 0), 0);
  const statuses = [...requestsOf].map(([name, requests]): SelectedStatus => {
    const own = surely.filter((fault) => fault.statuses.includes(name));
    const reached = statusesOf(own);
    const all = countOf(surely.filter((fault) => fault.statuses.every((one) => reached.has(one))));
    const least = Math.max(0, all - (within(reached) - requests));
    const most = countOf(perhaps.filter((fault) => fault.statuses.includes(name)));
    return {
      ...{ status: Number(name), requests },
      injected: [own.length === 0 ? 0 : Math.min(requests, least), Math.min(requests, most)],
    };
  });
  const total = (faults: readonly FaultCounts[]): number =>
    Math.min(countOf(faults), within(statusesOf(faults)));
  return {
    statuses: statuses.sort((a, b) => a.status - b.status),
    injected: [total(surely), total(perhaps)],
  };
}

const none = [0, 0] as const;

function withoutFaults(byStatus: ReadonlyMap<number | null, number>): readonly SelectedStatus[] {
  const statuses: SelectedStatus[] = [];
  for (const [status, requests] of byStatus) {
    if (status !== null && requests > 0) statuses.push({ status, requests, injected: none });
  }
  return statuses.sort((a, b) => a.status - b.status);
}

function countOf(faults: readonly FaultCounts[]): number {
  return faults.reduce((sum, { count }) => sum + count, 0);
}

function statusesOf(faults: readonly FaultCounts[]): ReadonlySet<string> {
  return new Set(faults.flatMap(({ statuses }) => statuses));
}
