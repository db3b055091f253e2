import deleteOthers from '../../../sql/erasure/deleteOthers.sql';
import forgetKeptMinutes from '../../../sql/erasure/forgetKeptMinutes.sql';
import keptEndpoints from '../../../sql/erasure/keptEndpoints.sql';
import keptEvents from '../../../sql/erasure/keptEvents.sql';
import keptHistograms from '../../../sql/erasure/keptHistograms.sql';
import keptNone from '../../../sql/erasure/keptNone.sql';
import keptPatterns from '../../../sql/erasure/keptPatterns.sql';
import keptSince from '../../../sql/erasure/keptSince.sql';
import keptTallies from '../../../sql/erasure/keptTallies.sql';
import trimEvents from '../../../sql/erasure/trimEvents.sql';
import type { Erasure } from '../storeMaintenance';
import { commitBatch } from '../commit/commitBatch';
import type { CopyRule } from '../compaction/copyRows';
import type { Connection } from '../database/connection';

/** By table, the condition under which a row stays. Tables that are not named here stay whole. */
const kept: Readonly<Record<string, string>> = {
  analytics_snapshots: keptSince,
  client_analytics: keptSince,
  client_tallies: keptTallies,
  collection_events: keptEvents,
  endpoint_stats: keptEndpoints,
  error_events: keptSince,
  failure_hours: keptSince,
  latency_histograms: keptHistograms,
  metrics_aggregates_day: keptSince,
  metrics_aggregates_hour: keptSince,
  metrics_aggregates_minute: keptSince,
  server_gauges: keptSince,
  traffic_patterns: keptPatterns,
};

/** What of a database is copied into the one that takes its place. */
export function copyWithout({ before }: Erasure): CopyRule {
  return {
    condition: (table) => {
      const condition = kept[table];
      return condition === undefined || before !== null ? condition : keptNone;
    },
    parameters: { before },
  };
}

/** Deletes it in a database that is wholly in memory, in one transaction. */
export function eraseInPlace(connection: Connection, erasure: Erasure, rollupHours: number): void {
  const { condition, parameters } = copyWithout(erasure);
  connection.transaction(() => {
    for (const table of Object.keys(kept)) {
      const stays = condition(table) ?? '';
      const statement = deleteOthers.replace('TABLE', table).replace('CONDITION', () => stays);
      connection.run(statement, parameters);
    }
    trim(connection, erasure);
  });
  commit(connection, erasure, rollupHours);
}

/** Ends an erasure in the database that is left: what comes next goes on from it. Must be called once. */
export function finishErasure(connection: Connection, erasure: Erasure, rollupHours: number): void {
  trim(connection, erasure);
  commit(connection, erasure, rollupHours);
}

function trim(connection: Connection, { before }: Erasure): void {
  if (before === null) connection.run(forgetKeptMinutes);
  else connection.run(trimEvents, { before });
}

function commit(connection: Connection, { batch }: Erasure, rollupHours: number): void {
  if (batch) commitBatch(connection, batch, rollupHours);
}
