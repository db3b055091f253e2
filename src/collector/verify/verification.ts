import { sumOf } from '../../domain/sum';
import { parseTrafficKey } from '../../domain/trafficKey';
import type { TrafficFields, TrafficKey } from '../../domain/trafficKey';
import type { MetricsReading } from '../../mockforge/metricsReading';
import { accountStateFrom } from '../account/storedState';
import type { AccountState, RunBalance } from '../account/accountState';
import { movementByKey, movementSince } from '../account/counterDeltas';
import { withoutGraphqlDoubles } from '../account/graphql';
import { OwnRequests } from '../account/ownRequests';
import { mayBeSameRun } from '../account/processIdentity';
import { addTo, byKey } from '../account/runBalance';

/** One (protocol, method, status), or operation of a protocol, of the running process. */
export interface VerifiedCell extends TrafficFields {
  /** Requests that the rows hold of the process, and that its counters say, GraphQL once and our own left out. */
  readonly stored: number;
  readonly counted: number;
  /** Of those counted: how many came after the last scrape. */
  readonly uncollected: number;
}

/** What the rows of the running process hold, beside its counters. Times are unix ms. */
export interface Verification {
  /** Of all cells that hold anything on either side. */
  readonly cells: readonly VerifiedCell[];
  readonly lastScrapeAt: number;
  /** The first minute of the process's rows. */
  readonly from: number;
  /** In the rows besides: only the log names them, and no counter. */
  readonly logOnly: number;
  /** Spread evenly over gaps, so that their minutes are not known. */
  readonly spread: number;
  /** Counted, but over a silence of more than a day, so that no minute holds them. */
  readonly unplaced: number;
  /** Things that were noticed and may be why cells differ. */
  readonly seriesAnomalies: number;
  readonly clockSteps: number;
}

/** Why nothing can be compared with the counters. */
export type NotVerifiable =
  'nothing collected' | 'older version' | 'other process' | 'minutes deleted';

/** What a store holds at one moment. */
export interface Collected {
  /** The collector's state. */
  readonly state: string;
  /** Requests of the minutes from the balance's on, by traffic key. */
  readonly counts: ReadonlyMap<TrafficKey, number>;
}

/** From which minute (unix seconds) on the rows belong to the running process; else why that is not known. */
export function verifiableFrom(state: string | null): number | NotVerifiable {
  if (state === null) return 'nothing collected';
  const { process, balance } = accountStateFrom(state);
  if (!process) return 'nothing collected';
  return balance ? balance.from : 'older version';
}

/**
 * Compares the rows of the running process with its counters now (docs/collection.md#invariants).
 * @param dashboardStart where the reading says no start of its own, unix ms
 */
export function verification(
  { state: text, counts }: Collected,
  reading: MetricsReading,
  dashboardStart: number | null,
): Verification | NotVerifiable {
  const state = accountStateFrom(text);
  const { process, balance, lastScrapeAt, diagnostics } = state;
  if (!process || lastScrapeAt === null) return 'nothing collected';
  if (!balance) return 'older version';
  const { processStart, uptime } = reading;
  const identity = { processStart, dashboardStart, uptime };
  if (!mayBeSameRun(process.identity, identity)) return 'other process';
  const stored = storedOfRun(counts, balance);
  const collected = collectedOfRun(state, balance);
  const uncollected = since(state, reading);
  const keys = new Set([...stored.keys(), ...collected.keys(), ...uncollected.keys()]);
  const cells = [...keys].sort().map((key) => {
    const after = uncollected.get(key) ?? 0;
    return {
      ...parseTrafficKey(key),
      stored: stored.get(key) ?? 0,
      counted: (collected.get(key) ?? 0) + after,
      uncollected: after,
    };
  });
  return {
    cells: cells.filter((cell) => cell.stored !== 0 || cell.counted !== 0),
    lastScrapeAt,
    from: balance.from * 1000,
    logOnly: sumOf(balance.alone.values()),
    spread: balance.spread,
    unplaced: sumOf(balance.unplaced.values()),
    seriesAnomalies: diagnostics.seriesAnomalies,
    clockSteps: diagnostics.clockSteps - balance.clockSteps,
  };
}

/** What the rows hold beyond what they held before and what no counter covers. */
function storedOfRun(
  counts: ReadonlyMap<TrafficKey, number>,
  { before, alone }: RunBalance,
): Map<TrafficKey, number> {
  return without(new Map(counts), before, alone);
}

/** What the counters had counted of the run at the last scrape. */
function collectedOfRun(
  state: AccountState,
  { baseline, own, doubles, unplaced }: RunBalance,
): Map<TrafficKey, number> {
  return without(byKey(state.counters), baseline, own, doubles, unplaced);
}

/** What came after the last scrape. */
function since(state: AccountState, reading: MetricsReading): ReadonlyMap<TrafficKey, number> {
  const movement = movementByKey(movementSince(state, reading).movement);
  const ours = new OwnRequests(state.own).takeFrom(movement, [], null);
  return withoutGraphqlDoubles(ours.counters, state.owedByHttp).counters;
}

function without(
  sums: Map<TrafficKey, number>,
  ...parts: readonly ReadonlyMap<TrafficKey, number>[]
): Map<TrafficKey, number> {
  for (const part of parts) for (const [key, count] of part) addTo(sums, key, -count);
  return sums;
}
