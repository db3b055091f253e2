import { jsonWithMaps, mapOf } from '../../domain/jsonMap';
import type { Stored } from '../../domain/jsonMap';
import { noSizes } from '../../domain/trafficColumns';
import type { RequestSizes } from '../../domain/trafficColumns';
import type { LatencyKey, TrafficKey } from '../../domain/trafficKey';
import type { Readings } from '../../mockforge/metricsReading';
import type { AccountState, OpenInterval } from './accountState';
import type { Baseline } from './counterDeltas';
import { noBaseline } from './counterDeltas';
import { newAccumulator } from './accumulatorState';
import type { OpenMinute } from './accumulatorState';

/** A state as it is stored. */
export function accountStateText(state: AccountState): string {
  return jsonWithMaps(state);
}

/** A stored state; what an older version did not know is as in a new one. */
export function accountStateFrom(text: string | undefined): AccountState {
  if (text === undefined) return newAccountState();
  const begun = JSON.parse(accountStateText(newAccountState())) as Stored<AccountState>;
  const { version, ...read } = JSON.parse(text) as StoredState;
  const stored = { ...begun, ...read };
  const keyed = version === 1 ? mapOfFirstVersion : mapOf;
  const { faults, byPath, injectedDelay, ledger, balance } = stored;
  const ring = { ...begun.ring, ...stored.ring };
  // Before version 3 the baseline itself was by key.
  const byKey = version < 3 ? (stored as ByKey) : stored.baselineByKey;
  return {
    ...stored,
    version: 4,
    ...(version < 3 ? noBaseline : baselineFrom(stored)),
    balance: balance && {
      ...balance,
      before: mapOf(balance.before),
      baseline: mapOf(balance.baseline),
      own: mapOf(balance.own),
      doubles: mapOf(balance.doubles),
      unplaced: mapOf(balance.unplaced),
      alone: mapOf(balance.alone),
    },
    baselineByKey: byKey && { counters: keyed(byKey.counters), latency: keyed(byKey.latency) },
    setAside: stored.setAside.map(({ process, counters, latency }) => ({
      process,
      counters: mapOf(counters),
      latency: mapOf(latency),
    })),
    ring,
    ringAtScrape: read.ringAtScrape ?? { ...begun.ringAtScrape, epoch: ring.epoch },
    owedByHttp: mapOf(stored.owedByHttp),
    names: mapOf(stored.names),
    faults: {
      ...faults,
      baseline: faults.baseline && keyed(faults.baseline),
      fallen: mapOf(faults.fallen),
      methods: mapOf(faults.methods),
    },
    own: { ...begun.own, ...stored.own },
    byPath: { ...byPath, ...baselineFrom(byPath) },
    injectedDelay: {
      ...injectedDelay,
      latency: mapOf(injectedDelay.latency),
      fallenLatency: mapOf(injectedDelay.fallenLatency),
      // Before version 4 what we read had no name of its own.
      routes: version < 4 ? '' : injectedDelay.routes,
    },
    diagnostics: diagnosticsFrom({ ...begun.diagnostics, ...stored.diagnostics }),
    waiting: stored.waiting.map(withSizes),
    intervals: stored.intervals.map((interval: Partial<Stored<OpenInterval>>) => ({
      ...(interval as Stored<OpenInterval>),
      remaining: keyed(interval.remaining),
      latency: keyed(interval.latency),
      entered: keyed(interval.entered),
    })),
    ledger: {
      ...begun.ledger,
      ...ledger,
      minutes: ledger.minutes.map((held: Partial<Stored<OpenMinute>>) => ({
        ...(held as Stored<OpenMinute>),
        cells: withEach(keyed(held.cells), withSizes),
        whole: keyed(held.whole),
        named: keyed(held.named),
        handler: keyed(held.handler),
        injectedDelay: mapOf(held.injectedDelay),
      })),
    },
  };
}

type ByKey = Stored<Readings<TrafficKey, LatencyKey>>;

type StoredState = Partial<Omit<Stored<AccountState>, 'version'>> & { readonly version: number };

/** Earlier builds kept the last unreadable entry as a sentence. */
function diagnosticsFrom(stored: AccountState['diagnostics']): AccountState['diagnostics'] {
  const isSentence = typeof stored.lastUnreadable === 'string';
  return isSentence ? { ...stored, lastUnreadable: null } : stored;
}

function baselineFrom<Counted extends string, Timed extends string>(
  stored: Partial<Stored<Baseline<Counted, Timed>>>,
): Baseline<Counted, Timed> {
  return {
    counters: mapOf(stored.counters),
    latency: mapOf(stored.latency),
    fallenCounters: mapOf(stored.fallenCounters),
    fallenLatency: mapOf(stored.fallenLatency),
  };
}

/** Version 1 wrote the fields of its keys as they came. */
function mapOfFirstVersion<Key extends string, Held>(
  stored: Readonly<Record<Key, Held>> | undefined,
): Map<Key, Held> {
  const escaped = (key: Key): Key => key.replaceAll('\\', '\\\\') as Key;
  return new Map([...mapOf(stored)].map(([key, held]) => [escaped(key), held]));
}

function withEach<Key, Held>(map: Map<Key, Held>, change: (held: Held) => Held): Map<Key, Held> {
  return new Map([...map].map(([key, held]) => [key, change(held)]));
}

/** A size that an older version did not know is 0. */
function withSizes<Sized extends RequestSizes>(stored: Sized): Sized {
  return { ...noSizes, ...stored };
}

function newAccountState(): AccountState {
  return {
    version: 4,
    batchId: 0,
    logReadAt: null,
    process: null,
    lastScrapeAt: null,
    ...noBaseline,
    balance: null,
    baselineByKey: null,
    setAside: [],
    families: [],
    owedByHttp: new Map(),
    faults: {
      baseline: null,
      fallen: new Map(),
      routes: '',
      countedAt: 0,
      waiting: [],
      methods: new Map(),
      untold: [],
    },
    intervals: [],
    waiting: [],
    own: { counted: 0, pending: [], faulty: [], delayed: [] },
    mailbox: null,
    byPath: { ...noBaseline, routes: null, waiting: [] },
    injectedDelay: { latency: new Map(), fallenLatency: new Map(), routes: null },
    names: new Map(),
    ring: { ids: [], epoch: 0, turns: 0 },
    ringAtScrape: { epoch: 0, turns: 0, held: false },
    ledger: newAccumulator(),
    coverage: null,
    errorQuota: { minute: 0, stored: 0 },
    unexplained: [],
    diagnostics: {
      droppedSamples: 0,
      seriesAnomalies: 0,
      lateRows: 0,
      lateFaults: 0,
      clockSteps: 0,
      otherEndpoints: 0,
      countedFromLog: 0,
      unequalHistograms: 0,
      repeatedSamples: 0,
      brokenHistograms: 0,
      otherServers: 0,
      unreadableEntries: 0,
      lastUnreadable: null,
    },
    unreadable: [],
  };
}
