import deleteMinuteHistograms from '../sql/commit/deleteMinuteHistograms.sql';
import deleteMinuteRows from '../sql/commit/deleteMinuteRows.sql';
import { judge, selectionsOf } from '../src/budgets/judge';
import { readBudgets } from '../src/budgets/readBudgets';
import { floorTo, minuteSeconds } from '../src/domain/time';
import { KeptSelections } from '../src/store/reader/keptSelections';
import { newConnection } from '../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../src/store/sqljs/sqlEngine';
import type { BenchRow } from './benchRow';
import endpointsOfMinute from './budgets/endpointsOfMinute.sql';
import timesOfMinute from './budgets/timesOfMinute.sql';
import { wasmPath } from './store/sides';

const begin = 1_736_078_400;
const mostMs = 5;

/**
 * 200 budgets of 200 endpoints over the last 15 minutes: read and judged after each commit, of which every one writes the
 * minute that is open and some begin the next one. Beside it what reading all of the window each time takes.
 */
export async function benchBudgets(_scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  const connection = newConnection(await loadSqlEngine(wasmPath), begin);
  connection.execute(
    "INSERT INTO bucket_bounds (bounds) VALUES ('[1,5,10,25,50,100,250,500,1000]')",
  );
  const write = (minute: number): void => {
    const place = { minute, workspaceId: null, environment: null };
    connection.run(deleteMinuteRows, place);
    connection.run(deleteMinuteHistograms, place);
    connection.run(endpointsOfMinute, { minute });
    connection.run(timesOfMinute, { minute });
  };
  for (let minute = 0; minute < 20; minute += 1) write(begin + minute * minuteSeconds);
  const budgets = readBudgets(fileOf200);
  const millisecondsOf = (kept: KeptSelections, to: number): number => {
    const query = { from: floorTo(to - 15 * minuteSeconds, minuteSeconds), to };
    const start = performance.now();
    const traffic = kept.read(connection, {
      ...{ ...query, ...selectionsOf(budgets), excludedEndpoints: [] },
    });
    const judged = judge(budgets, traffic, null);
    const took = performance.now() - start;
    const broken = judged
      .flatMap((own) => own.judgements)
      .filter((own) => own.verdict === 'broken');
    if (judged.length !== 200 || broken.length === 0) throw new Error('Nothing was judged.');
    return took;
  };
  const kept = new KeptSelections();
  const started = begin + 20 * minuteSeconds;
  const firstMs = millisecondsOf(kept, started);
  const after: number[] = [];
  const anew: number[] = [];
  for (let commit = 0; commit < (isSmoke ? 2 : 40); commit += 1) {
    const to = started + 5 + commit * 15;
    write(floorTo(to, minuteSeconds));
    after.push(millisecondsOf(kept, to));
    anew.push(millisecondsOf(new KeptSelections(), to));
  }
  connection.close();
  const [ours, peer] = [Math.min(...after), Math.min(...anew)];
  return [
    {
      name: `200 budgets after a commit, ms (the first time: ${firstMs.toFixed(0)}; peer: all read each time)`,
      ...{ ours, peer, ratio: ours / peer, limit: `at most ${mostMs}`, holds: ours <= mostMs },
    },
  ];
}

/** Several limits of each endpoint, of all below a path, and of all. */
const fileOf200 = [
  'window: 15m',
  'budgets:',
  '  - { endpoint: "*", errorRate: 1%, wholeP95: 1s }',
  '  - { endpoint: /api/*, errorRate: 10%, p95: 1s, statuses: [200, 500] }',
  ...Array.from(
    { length: 198 },
    (_, i) =>
      `  - { endpoint: 'GET /api/v2/thing${i}/{id}', errorRate: 1%, p95: 20ms, requests: ">= 10", statuses: [200] }`,
  ),
].join('\n');
