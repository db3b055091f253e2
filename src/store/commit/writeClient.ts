import countClients from '../../../sql/commit/countClients.sql';
import readClient from '../../../sql/commit/readClient.sql';
import upsertClient from '../../../sql/commit/upsertClient.sql';
import writeClientTally from '../../../sql/commit/writeClientTally.sql';
import { otherClients } from '../../domain/client';
import type { ClientIncrement } from '../../domain/commitBatch';
import { jsonWithMaps, mapOf } from '../../domain/jsonMap';
import type { Connection } from '../database/connection';
import { withColumns } from '../database/withColumns';
import { StoreError } from '../storeError';
import { addEndpointCounts } from './endpointCounts';
import { moreSizes } from './sizes';

const readKnown = withColumns(readClient);
const upsert = withColumns(upsertClient);

/** Clients of an hour that have a row of their own (docs/collection.md#clients). */
const clientsAnHour = 200;

/**
 * Adds an increment to what its client did in that hour; to the row of all others where the hour is full. `createdAt`
 * is in unix seconds.
 */
export function writeClient(
  connection: Connection,
  increment: ClientIncrement,
  createdAt: number,
): void {
  const known = connection.first(readKnown, keyOf(increment));
  const own = known || hasRoom(connection, increment.hour) ? increment : ofOthers(increment);
  const key = keyOf(own);
  const before = own === increment ? known : connection.first(readKnown, key);
  const handlerSum = own.handler.sum + (before?.number('handler_sum') ?? 0);
  const handlerCount = own.handler.count + (before?.number('handler_count') ?? 0);
  const counted = JSON.parse(before?.text('endpoint_counts') ?? '{}') as Record<string, number>;
  const endpointCounts = addEndpointCounts(mapOf(counted), own.endpointCounts);
  const written = connection.first(upsert, {
    ...key,
    family: own.family,
    version: own.version,
    requestCount: own.requests + (before?.number('request_count') ?? 0),
    errorCount: own.errors + (before?.number('error_count') ?? 0),
    avgLatencyMs: handlerCount > 0 ? handlerSum / handlerCount : null,
    ...moreSizes(before, own),
    topEndpoints: JSON.stringify([...endpointCounts.keys()]),
    createdAt,
  });
  if (!written) throw new StoreError({ kind: 'no_id_of_client' });
  connection.run(writeClientTally, {
    clientId: written.number('id'),
    handlerSum,
    handlerCount,
    endpointCounts: jsonWithMaps(endpointCounts),
  });
}

/** Whether the hour has room for another client of its own. */
function hasRoom(connection: Connection, hour: number): boolean {
  const found = connection.first(countClients, { hour, otherClients });
  return (found?.number('clients') ?? 0) < clientsAnHour;
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

function ofOthers(increment: ClientIncrement): ClientIncrement {
  return { ...increment, clientIp: otherClients, userAgent: null, family: null, version: null };
}
