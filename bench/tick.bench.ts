import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { Collector } from '../src/collector/collector';
import { adminPaths } from '../src/mockforge/paths';
import { VirtualClock } from '../src/replay/virtualClock';
import { openStore } from '../src/store/writer/storeClient';
import type { TrafficStore } from '../src/store/trafficStore';
import { noDimensions, quietly } from '../test/support/replays';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { endpointCount, startedAt } from './busyServer';
import type { ServerAddresses, Traffic } from './busyServer';
import { busyTime, longestBlock } from './threadTime';
import type { Measurement } from './threadTime';

const intervalMs = 15_000;

/** What the server does between two scrapes, and how it is collected. */
interface TickKind {
  readonly name: string;
  readonly requests: number;
  readonly traffic: Traffic['kind'];
  /** Into how many parts the traffic is cut, each of which comes before the clock moves on. */
  readonly parts: number;
  /** Whether all between two scrapes is measured too: reads of log and recorder, commits of failures. */
  readonly isWhole: boolean;
  readonly warmUpTicks: number;
  readonly measuredTicks: number;
  /** How often the peer's time, and how often its longest block. */
  readonly busyLimit: number;
  readonly blockLimit: number;
}

const kinds: readonly TickKind[] = [
  {
    name: `tick of ${endpointCount} endpoints and 1000 requests`,
    requests: 1000,
    traffic: 'mixed',
    parts: 1,
    isWhole: false,
    warmUpTicks: 12,
    measuredTicks: 40,
    busyLimit: 0.75,
    blockLimit: 0.25,
  },
  {
    name: 'tick of 2500 failures with a recorder, and the 15 s before it',
    requests: 2500,
    traffic: 'failing',
    parts: 150,
    isWhole: true,
    warmUpTicks: 2,
    measuredTicks: 6,
    busyLimit: 4,
    blockLimit: 0.75,
  },
];

/**
 * Whole ticks of a Collector: scrape, log, books, commit. The server is a thread of its own on loopback, the
 * store in its worker thread, as in the product; measured is what is left for the collector's thread, which
 * in the product is the extension host's. The peer reads both answers of the server after each tick as any program
 * would: as a whole, metrics by the npm package parse-prometheus-text-format, the log by JSON.parse. It keeps nothing.
 */
export async function benchTick(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const kind of kinds) rows.push(...(await benchKind(kind)));
  return rows;
}

async function benchKind(kind: TickKind): Promise<BenchRow[]> {
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
    const bench = new TickBench(kind, server, addresses, store);
    await bench.warmUp();
    const busy = await bench.measure(busyTime);
    const blocked = await bench.measure(longestBlock);
    await bench.end();
    await assertCollected(store, bench.served);
    return [
      rowOf(`${kind.name}, busy time of the thread`, busy, kind.busyLimit),
      rowOf(`${kind.name}, longest block`, blocked, kind.blockLimit),
    ];
  } finally {
    await server.terminate();
    await store.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds of each tick, and of the peer beside it. */
interface Ticks {
  readonly ours: number[];
  readonly peer: number[];
}

function rowOf(what: string, ticks: Ticks, limit: number): BenchRow {
  const [ours, peer] = [median(ticks.ours), median(ticks.peer)];
  const ratio = ours / peer;
  return {
    name: `${what}, median ms (peer: parse-prometheus-text-format and JSON.parse)`,
    ours,
    peer,
    ratio,
    limit: `at most ${limit} times the peer`,
    holds: ratio <= limit,
  };
}

function median(milliseconds: readonly number[]): number {
  return milliseconds.toSorted((a, b) => a - b)[milliseconds.length >> 1] ?? NaN;
}

/** A measurement of nothing would be the fastest. */
async function assertCollected(store: TrafficStore, served: number): Promise<void> {
  const { requests } = await store.reader.summary({
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    excludedEndpoints: [],
  });
  if (requests !== served) throw new Error(`${requests} requests were stored, ${served} served.`);
}

class TickBench {
  /** Requests since the first scrape. */
  served = 0;
  readonly #kind: TickKind;
  readonly #server: Worker;
  readonly #clock = new VirtualClock(startedAt);
  readonly #addresses: ServerAddresses;
  readonly #collector: Collector;

  constructor(kind: TickKind, server: Worker, addresses: ServerAddresses, store: TrafficStore) {
    const { mocksUrl, ...urls } = addresses;
    this.#kind = kind;
    this.#server = server;
    this.#addresses = addresses;
    this.#collector = new Collector({
      ...quietly,
      clock: this.#clock,
      http: (url, init) => fetch(url, init),
      settings: {
        ...urls,
        recorderUrl: kind.traffic === 'failing' ? mocksUrl : '',
        scrapeIntervalSeconds: intervalMs / 1000,
        dimensions: noDimensions,
        errorsPerMinute: 1000,
      },
      openStore: () => Promise.resolve(store.writer),
    });
  }

  async warmUp(): Promise<void> {
    if (this.#kind.isWhole) this.#collector.start();
    else await this.#collector.scrapeNow();
    await this.#collector.idle();
    for (let i = 0; i < this.#kind.warmUpTicks; i++) await this.#tick(busyTime);
  }

  /** The measurement of each of many ticks. */
  async measure(measured: Measurement): Promise<Ticks> {
    const ticks: Ticks = { ours: [], peer: [] };
    for (let i = 0; i < this.#kind.measuredTicks; i++) {
      ticks.ours.push(await this.#tick(measured));
      ticks.peer.push(await measured(() => this.#peer()));
    }
    return ticks;
  }

  async #peer(): Promise<void> {
    const { metricsUrl, adminUrl } = this.#addresses;
    const [metrics, log] = await Promise.all([
      fetch(metricsUrl),
      fetch(`${adminUrl}${adminPaths.logs}?limit=1000`),
    ]);
    parsePrometheusTextFormat(await metrics.text());
    JSON.parse(await log.text());
  }

  async end(): Promise<void> {
    if (this.#kind.isWhole) await this.#collector.pause();
  }

  async #tick(measured: Measurement): Promise<number> {
    if (this.#kind.isWhole) return measured(() => this.#pass());
    await this.#pass();
    return measured(() => this.#collector.scrapeNow());
  }

  /** The time between two scrapes goes by, and in it what is due. */
  async #pass(): Promise<void> {
    const { requests, traffic, parts } = this.#kind;
    const begun = this.#clock.now();
    for (let part = 1; part <= parts; part++) {
      const until = begun + (part * intervalMs) / parts;
      await this.#serve({
        until,
        requests:
          Math.floor((part * requests) / parts) - Math.floor(((part - 1) * requests) / parts),
        kind: traffic,
      });
      await this.#clock.runUntil(until, () => this.#collector.idle());
    }
  }

  async #serve(traffic: Traffic): Promise<void> {
    this.#server.postMessage(traffic);
    await once(this.#server, 'message');
    this.served += traffic.requests;
  }
}
