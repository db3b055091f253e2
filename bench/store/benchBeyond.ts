import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { daySeconds, hourSeconds, minuteSeconds } from '../../src/domain/time';
import { queryOf } from '../../test/unit/store/support/batches';
import type { BenchRow } from '../benchRow';
import { makeLoadFile } from '../load/loadFile';
import { loadEnd } from '../load/periods';
import type { Load } from '../load/writeLoad';
import type { Rounds } from './rounds';
import { firstTimes, queryNames } from './rounds';
import { alone, median } from './rows';
import type { SideCommand } from './sideProtocol';
import { SideProcess } from './sides';

/** After which a query is given up, ms. */
const queryTimeout = 10_000;

/** What the dashboard asks for, each with the steps of its time charts. */
const spans = {
  '24 h': { from: loadEnd - daySeconds, bucketSeconds: 5 * minuteSeconds },
  '7 days': { from: loadEnd - 7 * daySeconds, bucketSeconds: hourSeconds },
} as const;

/** The first page of the endpoints. */
const endpointPage = {
  search: '',
  column: 'requests',
  descending: true,
  offset: 0,
  limit: 10,
} as const;

/** Whether the store still does everything on a database larger than those it is measured on: each thing once warm. */
export async function benchBeyond(folder: string, load: Load, rounds: Rounds): Promise<BenchRow[]> {
  const file = join(folder, 'beyond.sqlite');
  const made = await makeLoadFile(file, load);
  const label = `${Math.round((await stat(file)).size / 1e6)} MB`;
  const { opening } = await firstTimes('ours', file, { ...rounds, openings: 1 });
  const side = await SideProcess.start('ours');
  try {
    await side.ask({ what: 'open', file });
    const rows = [
      alone(`${label}: made by the peer, s`, made / 1000),
      alone(`${label}: open in a new process, ms`, opening),
    ];
    const minutes: number[] = [];
    for (let count = 1; count <= rounds.counted; count += 1) {
      const minute = loadEnd + count * minuteSeconds;
      minutes.push((await side.ask({ what: 'minute', minute, id: count * 4 })).ms);
    }
    rows.push(alone(`${label}: durable minute, ms`, median(minutes)));
    for (const [what, command] of Object.entries(reads())) {
      const first = await side.ask(command);
      const again = await side.ask(command);
      rows.push(
        alone(`${label}: ${what}, first, ms`, first.ms, queryTimeout),
        alone(`${label}: ${what}, again, ms`, again.ms, queryTimeout),
      );
    }
    const { resident } = await side.ask({ what: 'close' });
    rows.push(alone(`${label}: resident memory, MB`, resident / 1e6, 300));
    return rows;
  } finally {
    side.end();
    await rm(file);
  }
}

/** Every read of the dashboard and of the query views. */
function reads(): Readonly<Record<string, SideCommand>> {
  const dashboards = Object.entries(spans).map(([name, { from, bucketSeconds }]) => [
    `dashboard of ${name}`,
    {
      what: 'dashboard',
      query: queryOf({
        from,
        to: loadEnd,
        bucketSeconds,
        compareFrom: from - (loadEnd - from),
        endpointPage,
      }),
    } as const,
  ]);
  const queries = queryNames.map((name) => [
    `query ${name}`,
    { what: 'query', name, now: loadEnd } as const,
  ]);
  return Object.fromEntries([...dashboards, ...queries]) as Record<string, SideCommand>;
}
