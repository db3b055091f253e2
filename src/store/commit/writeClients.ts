import countClients from '../../../sql/commit/countClients.sql';
import readClient from '../../../sql/commit/readClient.sql';
import upsertClient from '../../../sql/commit/upsertClient.sql';
import writeClientTally from '../../../sql/commit/writeClientTally.sql';
import { otherClients } from '../../domain/client';
import type { ClientIncrement } from '../../domain/commitBatch';
import { jsonWithMaps, mapOf } from '../../domain/jsonMap';
import { joinKey } from '../../domain/compositeKey';
import { addSizes, noSizes } from '../../domain/trafficColumns';
import type { SizeSums } from '../../domain/trafficColumns';
import type { Connection, SqlParameters } from '../database/connection';
import type { Row } from '../database/row';
import { withColumns } from '../database/withColumns';
import { StoreError } from '../storeError';
import { addEndpointCounts } from './endpointCounts';
import { moreSizes } from './sizes';

const readKnown = withColumns(readClient);
const upsert = withColumns(upsertClient);

/** Clients of an hour that have a row of their own (docs/collection.md#clients). */
const clientsAnHour = 200;

/** What a client has done so far in an hour, in what is written. */
interface ClientHour {
  readonly increment: ClientIncrement;
  /** Of its row; undefined where there is none yet. */
  readonly id: number | undefined;
  requests: number;
  errors: number;
  handlerSum: number;
  handlerCount: number;
  readonly sizes: SizeSums;
  endpointCounts: Map<string, number>;
}

/**
 * Adds increments to what their clients did in their hours; where an hour is full, to the row of all others. `createdAt`
 * is in unix seconds.
 */
export function writeClients(
  connection: Connection,
  increments: readonly ClientIncrement[],
  createdAt: number,
): void {
  if (increments.length === 0) return;
  const hours = new ClientHours(connection, increments);
  for (const increment of increments) add(hours.of(increment), increment);
  const written = [...hours.written()];
  connection.runEach(
    upsert,
    written.map((hour) => ({ ...keyOf(hour.increment), ...rowOf(hour), createdAt })),
  );
  const ids = idsOf(connection, written);
  connection.runEach(
    writeClientTally,
    written.map(({ handlerSum, handlerCount, endpointCounts }, i) => ({
      clientId: ids[i] ?? null,
      handlerSum,
      handlerCount,
      endpointCounts: jsonWithMaps(endpointCounts),
    })),
  );
}

/** The ids of their rows; those of new ones are read. */
function idsOf(connection: Connection, hours: readonly ClientHour[]): number[] {
  const added = hours.filter(({ id }) => id === undefined);
  const rows = connection.allEach(
    readKnown,
    added.map(({ increment }) => keyOf(increment)),
  );
  const idsOfAdded = new Map(added.map((hour, i) => [hour, rows[i]?.[0]?.number('id')]));
  return hours.map((hour) => {
    const id = hour.id ?? idsOfAdded.get(hour);
    if (id === undefined) throw new StoreError({ kind: 'no_id_of_client' });
    return id;
  });
}

/** What increments are added to: what is stored is read for all of them at once. */
class ClientHours {
  readonly #connection: Connection;
  readonly #stored = new Map<string, Row | undefined>();
  readonly #clients = new Map<number, number>();
  readonly #hours = new Map<string, ClientHour>();

  constructor(connection: Connection, increments: readonly ClientIncrement[]) {
    this.#connection = connection;
    const unread = new Map(increments.map((increment) => [textOf(increment), increment]));
    const found = connection.allEach(readKnown, [...unread.values()].map(keyOf));
    [...unread.keys()].forEach((text, i) => this.#stored.set(text, found[i]?.[0]));
  }

  /** Those that have become more. */
  written(): Iterable<ClientHour> {
    return this.#hours.values();
  }

  /** The hour of the client of an increment, or that of all others. */
  of(increment: ClientIncrement): ClientHour {
    const text = textOf(increment);
    const known = this.#hours.get(text);
    if (known) return known;
    const stored = this.#stored.get(text);
    if (stored || this.#takeRoom(increment)) return this.#begin(increment, stored);
    const others = ofOthers(increment);
    return this.#hours.get(textOf(others)) ?? this.#begin(others, this.#read(others));
  }

  #begin(increment: ClientIncrement, before: Row | undefined): ClientHour {
    const counted = JSON.parse(before?.text('endpoint_counts') ?? '{}') as Record<string, number>;
    const hour: ClientHour = {
      increment,
      id: before?.number('id'),
      requests: before?.number('request_count') ?? 0,
      errors: before?.number('error_count') ?? 0,
      handlerSum: before?.number('handler_sum') ?? 0,
      handlerCount: before?.number('handler_count') ?? 0,
      sizes: { ...moreSizes(before, noSizes) },
      endpointCounts: mapOf(counted),
    };
    this.#hours.set(textOf(increment), hour);
    return hour;
  }

  #read(increment: ClientIncrement): Row | undefined {
    return this.#connection.first(readKnown, keyOf(increment));
  }

  /** Whether the hour has room for another client of its own, which then has it. */
  #takeRoom({ hour, clientIp }: ClientIncrement): boolean {
    const clients = this.#clients.get(hour) ?? this.#countClients(hour);
    if (clients < clientsAnHour && clientIp !== otherClients) this.#clients.set(hour, clients + 1);
    return clients < clientsAnHour;
  }

  #countClients(hour: number): number {
    const found = this.#connection.first(countClients, { hour, otherClients });
    return found?.number('clients') ?? 0;
  }
}

function add(hour: ClientHour, increment: ClientIncrement): void {
  hour.requests += increment.requests;
  hour.errors += increment.errors;
  hour.handlerSum += increment.handler.sum;
  hour.handlerCount += increment.handler.count;
  addSizes(hour.sizes, increment);
  hour.endpointCounts = addEndpointCounts(hour.endpointCounts, increment.endpointCounts);
}

function rowOf(hour: ClientHour): SqlParameters {
  const { increment, handlerSum, handlerCount } = hour;
  return {
    family: increment.family,
    version: increment.version,
    requestCount: hour.requests,
    errorCount: hour.errors,
    avgLatencyMs: handlerCount > 0 ? handlerSum / handlerCount : null,
    ...hour.sizes,
    topEndpoints: JSON.stringify([...hour.endpointCounts.keys()]),
  };
}

function keyOf({
  hour,
  clientIp,
  userAgent,
  protocol,
  workspaceId,
  environment,
}: ClientIncrement): Record<string, string | number | null> {
  return { hour, clientIp, userAgent, protocol, workspaceId, environment };
}

/** Unknown and empty are the same. */
function textOf(increment: ClientIncrement): string {
  const { hour, clientIp, userAgent, protocol, workspaceId, environment } = increment;
  return joinKey(
    ...[`${hour}`, clientIp, userAgent ?? '', protocol, workspaceId ?? '', environment ?? ''],
  );
}

function ofOthers(increment: ClientIncrement): ClientIncrement {
  return { ...increment, clientIp: otherClients, userAgent: null, family: null, version: null };
}
