import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Collector } from '../src/collector/collector';
import { VirtualClock } from '../src/replay/virtualClock';
import { openStore } from '../src/store/storeClient';
import type { TrafficStore } from '../src/store/trafficStore';
import { noDimensions, quietly } from '../test/support/replays';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { endpointCount, startedAt } from './busyServer';
import type { ServerAddresses, Traffic } from './busyServer';

const intervalMs = 15_000;
const requestsPerTick = 1000;
const warmUpTicks = 12;
const measuredTicks = 40;

/**
 * Whole ticks of a Collector: scrape, log, books, commit. The server is a thread of its own on loopback, the
 * store in its worker thread, as in the product; measured is what is left for the collector's thread, which
 * in the product is the extension host's.
 */
export async function benchTick(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tick-bench-'));
  const dist = join(repositoryRoot(), 'dist');
  const store = await openStore({
    workerPath: join(dist, 'storeWorker.js'),
    queryWorkerPath: join(dist, 'queryWorker.js'),
    wasmPath: join(dist, 'sql-wasm.wasm'),
    file: join(folder, 'traffic.sqlite'),
  });
  const server = new Worker(join(__dirname, 'busyServer.js'));
  try {
    const [addresses] = (await once(server, 'message')) as [ServerAddresses];
    const bench = new TickBench(server, addresses, store);
    await bench.warmUp();
    const busy = await bench.measure(busyTime);
    const blocked = await bench.measure(longestBlock);
    await assertCollected(store, bench.served);
    return [
      ...rowsOf('busy time of the thread', busy, 50),
      ...rowsOf('longest block', blocked, 16),
    ];
  } finally {
    await server.terminate();
    await store.close();
    await rm(folder, { recursive: true });
  }
}

function rowsOf(what: string, milliseconds: readonly number[], limit: number): BenchRow[] {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const figures = { median: sorted[sorted.length >> 1] ?? NaN, max: sorted.at(-1) ?? NaN };
  return Object.entries(figures).map(([figure, ours]) => ({
    name: `tick of ${endpointCount} endpoints and ${requestsPerTick} requests, ${what}, ${figure} ms`,
    ours,
    limit: `at most ${limit} ms`,
    holds: ours <= limit,
  }));
}

/** A measurement of nothing would be the fastest. */
async function assertCollected(store: TrafficStore, served: number): Promise<void> {
  const { requests } = await store.summary({
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    excludedEndpoints: [],
  });
  if (requests !== served) throw new Error(`${requests} requests were stored, ${served} served.`);
}

class TickBench {
  /** Requests since the first scrape. */
  served = 0;
  readonly #server: Worker;
  readonly #clock = new VirtualClock(startedAt);
  readonly #collector: Collector;

  constructor(server: Worker, addresses: ServerAddresses, store: TrafficStore) {
    this.#server = server;
    this.#collector = new Collector({
      ...quietly,
      clock: this.#clock,
      http: (url, init) => fetch(url, init),
      settings: {
        ...addresses,
        recorderUrl: '',
        scrapeIntervalSeconds: intervalMs / 1000,
        dimensions: noDimensions,
        batchSize: 1000,
      },
      openStore: () => Promise.resolve(store),
    });
  }

  async warmUp(): Promise<void> {
    await this.#collector.scrapeNow();
    for (let i = 0; i < warmUpTicks; i++) await this.#tick(busyTime);
  }

  /** The measurement of each of many ticks. */
  async measure(measured: Measurement): Promise<number[]> {
    const results: number[] = [];
    for (let i = 0; i < measuredTicks; i++) results.push(await this.#tick(measured));
    return results;
  }

  async #tick(measured: Measurement): Promise<number> {
    const traffic: Traffic = { until: this.#clock.now() + intervalMs, requests: requestsPerTick };
    this.#server.postMessage(traffic);
    await once(this.#server, 'message');
    this.served += requestsPerTick;
    this.#clock.elapse(intervalMs);
    return measured(() => this.#collector.scrapeNow());
  }
}

type Measurement = (work: () => Promise<void>) => Promise<number>;

/** How long this thread's event loop did not wait for anything, ms. */
async function busyTime(work: () => Promise<void>): Promise<number> {
  const before = performance.eventLoopUtilization();
  await work();
  return performance.eventLoopUtilization(before).active;
}

/** The longest turn of this thread's event loop, ms: for so long nothing else could run. */
async function longestBlock(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    next = setImmediate(look);
  };
  let next = setImmediate(look);
  await work();
  clearImmediate(next);
  return Math.max(longest, performance.now() - last);
}
