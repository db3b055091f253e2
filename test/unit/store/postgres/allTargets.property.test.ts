import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { withoutKind } from '../../../../src/domain/condition';
import { defaultRetention } from '../../../../src/domain/retention';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import type { ChartsReading, DashboardQuery } from '../../../../src/protocol/dashboardData';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { Connection } from '../../../../src/store/database/connection';
import { dropPartitions, makePartitions } from '../../../../src/store/postgres/partitions';
import { workspaceDialect } from '../../../../src/store/postgres/statements';
import { becomeTarget } from '../../../../src/store/postgres/teamSchema';
import { OtherDatabase } from '../../../../src/store/reader/otherDatabase';
import { readsBeside } from '../../../../src/store/reader/reads';
import { retain } from '../../../../src/store/retention/retain';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { describeWithPostgres } from '../../../support/postgresServer';
import { targetConnections } from '../../../support/targetConnections';
import { wasmPath } from '../support/databases';
import { alike, answers, exported, queries } from '../support/everyAnswer';
import { copiesOfNew } from '../support/memory';
import type { Histories } from '../support/severalTargets';
import { commitsOfOne, historiesOfTargets } from '../support/severalTargets';

/** What is not added up (docs/team.md#all-targets-together): what can be deleted of a store, and columns of tables. */
const notAdded: readonly string[] = [
  'erasable',
  // Queries: a client's average is by its requests, of which not all are timed.
  'avg_latency',
  // Exports.
  ...['average_handler_ms', 'top_endpoints', 'protocol_most_active_connections'],
  ...['protocol_unique_clients', 'protocol_peak_hour_utc'],
];

/** An answer without these, as members and as columns. */
function added(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((item: { readonly name?: string } | null) => !notAdded.includes(item?.name ?? ''))
      .map(added);
  }
  if (value?.constructor !== Object) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !notAdded.includes(name))
      .map(([name, member]) => [name, added(member)]),
  );
}

/** Minutes and hours expire, whatever is made of them does not. */
const kept = { ...defaultRetention, errorEventsDays: 30 };

/** Questions about whole days, of which each row that is left of them is a part. */
const wholeDays = queries.map((query): DashboardQuery => {
  const from = floorTo(query.from, daySeconds);
  const to = Math.max(from, floorTo(query.to, daySeconds)) + daySeconds;
  const { filter } = query;
  return {
    ...query,
    ...{ from, to, bucketSeconds: daySeconds, compareFrom: null },
    ...(filter && { filter: { ...filter, conditions: withoutKind(filter.conditions, 'hour') } }),
  };
});

/** The answers that tell nothing finer than a day, or of what does not expire here. */
function ofDays(told: Readonly<Record<string, unknown>>): unknown {
  const charts = Object.entries(told['charts'] as ChartsReading['charts']);
  const names = [
    'summary',
    'topEndpoints',
    'endpointNumbers',
    'selectionTraffic',
    'answers',
  ].concat(['calledEndpoints', 'errorGroups', 'tables']);
  return [charts.filter(([name]) => name !== 'hours'), ...names.map((name) => told[name])];
}

describeWithPostgres('all targets of a workspace together', () => {
  const newConnection = copiesOfNew();
  const connect = targetConnections(workspaceDialect);
  let team: Connection;
  let cases = 0;
  beforeEach(() => {
    team = connect();
  });

  /** Gives what the targets collected to each of them, and all of it to one store, which is looked at beside them. */
  function withAll(
    histories: Histories,
    look: (one: Connection, of: (target: number | null) => void) => void,
  ): void {
    const one = newConnection();
    cases += 1;
    const workspace = `case ${cases}`;
    try {
      team.execute('ALTER TABLE mockforge_analytics.error_events ALTER COLUMN id RESTART WITH 1');
      const of = (target: number | null): void => {
        becomeTarget(team, { workspace, target: target === null ? null : `target ${target}` });
      };
      for (const { target, batch } of histories.batches) {
        of(target);
        makePartitions(team, batch);
        commitBatch(team, batch);
      }
      for (const batch of commitsOfOne(histories)) commitBatch(one, batch);
      of(null);
      look(one, of);
    } finally {
      one.close();
    }
  }

  it('are read as one store that got everything', async () => {
    const engine = await loadSqlEngine(wasmPath);
    fc.assert(
      fc.property(historiesOfTargets, queries, (histories, query) => {
        withAll(histories, (one) => {
          const [ofOne, ofAll] = [one, team].map(() =>
            readsBeside(new OtherDatabase(engine), false),
          );
          if (!ofOne || !ofAll) return;
          const expected = added(answers(ofOne, one, query, histories.now));
          deepEqual(alike(added(answers(ofAll, team, query, histories.now)), expected), expected);
        });
      }),
      { numRuns: 8 },
    );
  }).timeout(300_000);

  it('are added up alike whatever retention has left of each', async () => {
    const engine = await loadSqlEngine(wasmPath);
    fc.assert(
      fc.property(historiesOfTargets, wholeDays, (histories, query) => {
        withAll(histories, (one, of) => {
          for (const [target, { now, ...days }] of histories.targets.entries()) {
            of(target);
            const request = { now, policy: { ...kept, ...days }, everySeconds: hourSeconds };
            while (retain(team, request, dropPartitions).nextAt <= now);
          }
          of(null);
          const [ofOne, ofAll] = [one, team].map(() =>
            readsBeside(new OtherDatabase(engine), false),
          );
          if (!ofOne || !ofAll) return;
          const expected = added(ofDays(answers(ofOne, one, query, histories.now)));
          deepEqual(
            alike(added(ofDays(answers(ofAll, team, query, histories.now))), expected),
            expected,
          );
        });
      }),
      { numRuns: 8 },
    );
  }).timeout(300_000);

  it('are exported as one store that got everything, and each alone as its own', () => {
    fc.assert(
      fc.property(historiesOfTargets, (histories) => {
        withAll(histories, (one, of) => {
          const expected = added(exported(one));
          deepEqual(alike(added(exported(team)), expected), expected);
          // And each alone as a store of its own.
          for (const [target, { batches }] of histories.targets.entries()) {
            const own = newConnection();
            try {
              for (const batch of batches) commitBatch(own, batch);
              of(target);
              const alone = exported(own);
              deepEqual(alike(exported(team), alone), alone);
            } finally {
              own.close();
            }
          }
        });
      }),
      { numRuns: 8 },
    );
  }).timeout(300_000);
});
