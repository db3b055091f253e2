import type { QueryName } from '../../src/ids';
import { namedQueries } from '../../src/store/reader/namedQueries';
import { loadEnd } from '../load/periods';
import { median } from './rows';
import type { OfSides, SideCommand, SideName } from './sideProtocol';
import type { Sides } from './sides';
import { SideProcess } from './sides';

/** How often something is measured; the first rounds, in which code is compiled and pages are read, do not count. */
export interface Rounds {
  readonly warmUps: number;
  readonly counted: number;
  /** For so long more rounds are made than these, ms: V8 optimizes code by its use, which 42 short queries are not. */
  readonly atLeastMs: number;
  /** Openings, each in a process of its own. */
  readonly openings: number;
}

/** The median of at least 30 rounds after 12. */
export const fullRounds: Rounds = { warmUps: 12, counted: 30, atLeastMs: 1000, openings: 9 };

/** Enough to see that everything runs. */
export const smokeRounds: Rounds = { warmUps: 1, counted: 2, atLeastMs: 0, openings: 1 };

/** The medians of rounds in which both sides take turns, ms. */
export async function inTurns(
  sides: Sides,
  { warmUps, counted, atLeastMs }: Rounds,
  command: () => SideCommand,
): Promise<OfSides<number>> {
  const times: OfSides<number[]> = { ours: [], peer: [] };
  const end = performance.now() + atLeastMs;
  for (let round = 0; round < warmUps + counted || performance.now() < end; round += 1) {
    const { ours, peer } = await sides.ask(command());
    if (round < warmUps) continue;
    times.ours.push(ours.ms);
    times.peer.push(peer.ms);
  }
  return { ours: median(times.ours), peer: median(times.peer) };
}

/** What takes how long the first time, ms: medians over processes that have not opened a database before. */
export interface FirstTimes {
  readonly opening: number;
  readonly queries: Readonly<Record<QueryName, number>>;
}

export async function firstTimes(
  name: SideName,
  file: string,
  { openings }: Rounds,
): Promise<FirstTimes> {
  const times: number[] = [];
  const queries = mapQueries((): number[] => []);
  for (let round = 0; round < openings; round += 1) {
    const side = await SideProcess.start(name);
    times.push((await side.ask({ what: 'open', file })).ms);
    for (const query of queryNames) {
      queries[query].push((await side.ask({ what: 'query', name: query, now: loadEnd })).ms);
    }
    await side.ask({ what: 'close' });
    side.end();
  }
  return { opening: median(times), queries: mapQueries((query) => median(queries[query])) };
}

export const queryNames = Object.keys(namedQueries) as QueryName[];

function mapQueries<Value>(value: (name: QueryName) => Value): Record<QueryName, Value> {
  return Object.fromEntries(queryNames.map((name) => [name, value(name)])) as Record<
    QueryName,
    Value
  >;
}
