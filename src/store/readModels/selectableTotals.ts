import { commonHistogram } from '../../domain/commonHistogram';
import { joinKey } from '../../domain/compositeKey';
import type { EndpointSelection } from '../../domain/endpointSelection';
import { selects } from '../../domain/endpointSelection';
import { sparse } from '../../domain/sparseHistogram';
import type { SelectedStatus, SelectedTraffic } from '../../protocol/selectedTraffic';
import type { BucketBounds } from '../latency/bucketBounds';
import type { EndpointTotal } from './endpointTotals';
import type { Faults } from './faults';
import type { InjectedRequests } from './injectedRequests';
import { injectedRequests } from './injectedRequests';

/** Endpoints of which some are added up, as selections mean them. */
export class SelectableTotals {
  readonly #all: readonly EndpointTotal[];
  readonly #byName = new Map<string, EndpointTotal[]>();
  readonly #faults: Faults | null;
  readonly #bounds: BucketBounds;

  /** @param faults null where nobody asks for them */
  constructor(all: readonly EndpointTotal[], faults: Faults | null, bounds: BucketBounds) {
    this.#all = all;
    this.#faults = faults;
    this.#bounds = bounds;
    for (const total of all) {
      if (!this.#byName.get(total.name)?.push(total)) this.#byName.set(total.name, [total]);
    }
  }

  of(selection: EndpointSelection): SelectedTraffic {
    const { isBeginning, path } = selection;
    const candidates = isBeginning ? this.#all : (this.#byName.get(path) ?? []);
    const own = candidates.filter((total) => selects(selection, total));
    const paths = this.#byPath(selection, own);
    const [only] = own;
    return {
      requests: own.reduce((sum, { requests }) => sum + requests, 0),
      errors: own.reduce((sum, { errors }) => sum + errors, 0),
      injected: paths.reduce<SelectedTraffic['injected']>(
        (sum, { injected }) => added(sum, injected),
        [0, 0],
      ),
      statuses: statusesIn(paths),
      times: this.#timesOf(own),
      endpoint:
        only && own.length === 1 && only.endpoint !== null
          ? { protocol: only.protocol, method: only.method, endpoint: only.endpoint }
          : null,
    };
  }

  #timesOf(totals: readonly EndpointTotal[]): SelectedTraffic['times'] {
    const sums = new Map<number, readonly number[]>();
    for (const { times } of totals) {
      for (const [id, counts] of times) {
        const before = sums.get(id);
        sums.set(id, before ? counts.map((count, index) => count + (before[index] ?? 0)) : counts);
      }
    }
    const histogram = commonHistogram(
      [...sums].map(([id, counts]) => ({ bounds: this.#bounds.boundsOf(id), counts, sum: 0 })),
    );
    const times = histogram && sparse(histogram);
    return times && times.filled.length > 0 ? times : null;
  }

  /** Requests by status to each path of HTTP and GraphQL, and how many of them injected faults ended. */
  #byPath(
    { method }: EndpointSelection,
    totals: readonly EndpointTotal[],
  ): readonly InjectedRequests[] {
    const paths = new Map<string, EndpointTotal[]>();
    for (const total of totals) {
      if (total.protocol === 'grpc') continue;
      const key = joinKey(total.protocol, total.endpoint ?? '');
      if (!paths.get(key)?.push(total)) paths.set(key, [total]);
    }
    return [...paths.values()].map((own) => {
      const isHttp = own[0]?.protocol === 'http';
      const met = isHttp ? (this.#faults?.ofPath(own[0]?.endpoint ?? null) ?? []) : [];
      const perhaps = met.filter((fault) => method === null || (fault.method ?? method) === method);
      const surely = perhaps.filter((fault) => method === null || fault.method !== null);
      return injectedRequests(requestsByStatus(own), perhaps, surely);
    });
  }
}

function requestsByStatus(totals: readonly EndpointTotal[]): EndpointTotal['byStatus'] {
  const [only, ...others] = totals;
  if (only && others.length === 0) return only.byStatus;
  const sums: EndpointTotal['byStatus'] = new Map();
  for (const [status, requests] of totals.flatMap(({ byStatus }) => [...byStatus])) {
    sums.set(status, (sums.get(status) ?? 0) + requests);
  }
  return sums;
}

function statusesIn(paths: readonly InjectedRequests[]): readonly SelectedStatus[] {
  const [only, ...others] = paths;
  if (only && others.length === 0) return only.statuses;
  const sums = new Map<number, SelectedStatus>();
  for (const { status, requests, injected } of paths.flatMap(({ statuses }) => statuses)) {
    const before = sums.get(status);
    sums.set(status, {
      status,
      requests: requests + (before?.requests ?? 0),
      injected: before ? added(injected, before.injected) : injected,
    });
  }
  return [...sums.values()].sort((a, b) => a.status - b.status);
}

function added(
  [least, most]: SelectedStatus['injected'],
  [otherLeast, otherMost]: SelectedStatus['injected'],
): SelectedStatus['injected'] {
  return [least + otherLeast, most + otherMost];
}
