import { unknownClient } from '../../domain/client';
import { joinKey } from '../../domain/compositeKey';
import type { ClientIncrement, Dimensions } from '../../domain/commitBatch';
import { isErrorStatus } from '../../domain/protocol';
import type { Protocol } from '../../domain/protocol';
import { floorTo, hourSeconds } from '../../domain/time';
import { addSizes, noSizes } from '../../domain/trafficColumns';
import type { SizeSums } from '../../domain/trafficColumns';
import { parseTrafficKey } from '../../domain/trafficKey';
import { parseUserAgent } from '../../domain/userAgent';
import type { WaitingRow } from './accountState';

interface Gathered extends SizeSums {
  readonly hour: number;
  readonly clientIp: string;
  readonly userAgent: string | null;
  readonly protocol: Protocol;
  requests: number;
  errors: number;
  handlerSum: number;
  readonly endpointCounts: Map<string, number>;
}

/** Gathers what one commit adds to what each client did in an hour. */
export class ClientIncrements {
  readonly #gathered = new Map<string, Gathered>();

  /** Adds a request of the log that was entered into `minute` (unix seconds), so that both have one hour. */
  add(minute: number, row: WaitingRow): void {
    const { protocol, method, status } = parseTrafficKey(row.key);
    const gathered = this.#of(floorTo(minute, hourSeconds), protocol, row);
    const endpoint = method === null ? row.endpoint : `${method} ${row.endpoint}`;
    gathered.requests++;
    if (isErrorStatus(protocol, status)) gathered.errors++;
    gathered.handlerSum += row.handlerMs;
    addSizes(gathered, row);
    const { endpointCounts } = gathered;
    endpointCounts.set(endpoint, (endpointCounts.get(endpoint) ?? 0) + 1);
  }

  take(dimensions: Dimensions): ClientIncrement[] {
    const increments = [...this.#gathered.values()].map(({ handlerSum, ...gathered }) => {
      const { family, version } = parseUserAgent(gathered.userAgent);
      const handler = { sum: handlerSum, count: gathered.requests };
      return { ...dimensions, ...gathered, family, version, handler };
    });
    this.#gathered.clear();
    return increments;
  }

  #of(hour: number, protocol: Protocol, { clientIp, userAgent }: WaitingRow): Gathered {
    const key = joinKey(String(hour), protocol, clientIp ?? '', userAgent ?? '');
    let gathered = this.#gathered.get(key);
    if (!gathered) {
      gathered = {
        hour,
        clientIp: clientIp ?? unknownClient,
        // A row that waited in the state of an earlier version has neither.
        userAgent: userAgent ?? null,
        protocol,
        requests: 0,
        errors: 0,
        handlerSum: 0,
        ...noSizes,
        endpointCounts: new Map(),
      };
      this.#gathered.set(key, gathered);
    }
    return gathered;
  }
}
