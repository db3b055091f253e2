import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { CollectorEvent } from '../../src/collector/collectorEvent';
import { Collector } from '../../src/collector/collector';
import type { CollectorOptions } from '../../src/collector/collectorOptions';
import type { CollectorStore } from '../../src/collector/accountSession';
import { adminPaths } from '../../src/mockforge/paths';
import type { CollectingStatus } from '../../src/protocol/collectingStatus';
import { english } from '../../src/sentences/localize';
import { logLine } from '../../src/sentences/logLine';
import { collectingText } from '../../src/sentences/collectingText';
import { VirtualClock } from '../../src/replay/virtualClock';
import type { WholeDatabase } from '../unit/store/support/wholeDatabase';
import type { Totals } from './books';
import { databases } from './databases';
import { MockForgeModel } from './mockForgeModel';
import { MockForgeServer } from './mockForgeServer';
import { noDimensions, quietly } from './replays';
import { after as secondsAfter, noon } from './times';
import { storedByEndpoint } from './trafficRows';

export interface BenchOptions {
  readonly known?: boolean;
  /** A new one by default. */
  readonly database?: WholeDatabase;
  readonly scrapeIntervalSeconds?: number;
  /** Of all addresses, with its question mark; none by default. */
  readonly query?: string;
  readonly errorsPerMinute?: number;
  /** Stands between the collector and the database. */
  readonly wrapStore?: (store: CollectorStore) => CollectorStore;
  /** The database can be opened only then; at once by default. */
  readonly opensWhen?: Promise<void>;
}

/** So many turns without anything under way but what is held back: no work of the collector lies between. */
const stillTurns = 30;

/**
 * A Collector on a real server, a real database and a virtual clock, which begins at noon. The server has
 * been running since eleven.
 */
export class CollectorBench {
  readonly collector: Collector;
  /** What was logged, in order. */
  readonly lines: string[] = [];
  readonly phases: CollectingStatus['phase'][] = [];
  /** Which paths were asked for, and when, in seconds after noon. */
  readonly asked: { readonly path: string; readonly second: number }[] = [];
  readonly urls: URL[] = [];
  openings = 0;
  commits = 0;
  /** Commits that the test's own store holds back. */
  heldCommits = 0;
  #heldOpenings = 0;
  #connecting = 0;
  #asking = 0;
  #storing = 0;
  #listening = false;
  #streamedBytes = 0;

  constructor(
    readonly clock: VirtualClock,
    readonly model: MockForgeModel,
    readonly server: MockForgeServer,
    readonly database: WholeDatabase,
    {
      known = true,
      scrapeIntervalSeconds = 15,
      errorsPerMinute = 1000,
      query = '',
      wrapStore = (store) => store,
      opensWhen = Promise.resolve(),
    }: BenchOptions,
  ) {
    const say = (event: CollectorEvent): void => void this.lines.push(logLine(event));
    const options: CollectorOptions = {
      ...quietly,
      clock,
      known,
      http: (url, init) => {
        const second = (clock.now() - noon) / 1000;
        this.urls.push(new URL(url));
        this.asked.push({ path: new URL(url).pathname, second });
        return url.endsWith(adminPaths.logStream) ? this.#stream(url, init) : this.#get(url, init);
      },
      settings: {
        metricsUrl: server.metricsUrl + query,
        adminUrl: server.adminUrl + query,
        recorderUrl: '',
        scrapeIntervalSeconds,
        dimensions: noDimensions,
        errorsPerMinute,
      },
      log: { info: say, warn: say },
      openStore: async () => {
        this.openings++;
        this.#heldOpenings++;
        await opensWhen;
        this.#heldOpenings--;
        return this.#watched(wrapStore(database));
      },
      onStatus: ({ phase }) => {
        if (this.phases.at(-1) !== phase) this.phases.push(phase);
      },
      onCommit: () => {
        this.commits++;
      },
    };
    this.collector = new Collector(options);
  }

  /** With its failures as people read them. */
  get status(): CollectingStatus {
    return collectingText(this.collector.status, english, 'en');
  }

  /** Lets time pass until so many seconds after noon. */
  async until(second: number): Promise<void> {
    await this.clock.runUntil(secondsAfter(second), () => this.#settle());
  }

  /** Starts at noon, when the server has served nothing. */
  async start(afterMs = 0): Promise<void> {
    this.collector.start(afterMs);
    await this.#settle();
  }

  /** Waits for what is under way, but not for what the server or the store holds back until time has passed. */
  async #rested(): Promise<void> {
    const idle = this.collector.idle().then(() => true);
    for (let turns = 0; turns < stillTurns; turns = this.#isHeld ? turns + 1 : 0) {
      if (await Promise.race([idle, turn(false)])) return;
    }
  }

  /** Nothing is under way but what is held back. */
  get #isHeld(): boolean {
    const { held } = this.server;
    const isAnyHeld = held + this.heldCommits + this.#heldOpenings > 0;
    return isAnyHeld && this.#asking === held && this.#storing === this.heldCommits;
  }

  /** The network, its answers read to their ends. */
  async #get(url: string, init: RequestInit): Promise<Response> {
    this.#asking++;
    try {
      const response = await fetch(url, init);
      const body = await bytesOf(response);
      return body.byteLength > 0 ? new Response(body, response) : response;
    } finally {
      this.#asking--;
    }
  }

  #watched(store: CollectorStore): CollectorStore {
    return {
      otherCollector: () => store.otherCollector(),
      loadState: () => store.loadState(),
      commit: async (batch) => {
        this.#storing++;
        try {
          await store.commit(batch);
        } finally {
          this.#storing--;
        }
      },
    };
  }

  /** What the server has sent on its live stream has come, and what it set off is done. */
  async #settle(): Promise<void> {
    await this.#rested();
    if (!this.server.streams) return;
    do await turn();
    while (this.#connecting > 0 || this.#isBehind);
    await turn();
    await this.#rested();
  }

  get #isBehind(): boolean {
    return this.#listening && this.#streamedBytes < this.server.streamedBytes;
  }

  /** The live stream, its bytes counted as they come. */
  async #stream(url: string, init: RequestInit): Promise<Response> {
    this.#connecting++;
    try {
      const response = await fetch(url, init);
      if (!response.ok || !response.body) return response;
      this.#streamedBytes = this.server.streamedBytes;
      const body = Readable.from(this.#counted(response.body));
      return new Response(Readable.toWeb(body) as ReadableStream, response);
    } finally {
      this.#connecting--;
    }
  }

  async *#counted(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#listening = true;
    try {
      for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
        yield bytes;
        this.#streamedBytes += bytes.length;
      }
    } finally {
      this.#listening = false;
    }
  }

  /** Serves so many requests just now. */
  serve(count: number, path = '/api/users', status = 200): void {
    for (let i = 0; i < count; i++) this.model.serve({ at: this.clock.now(), path, status });
  }

  /** At which seconds after noon a path was asked for. */
  secondsOf(path: string): number[] {
    return this.asked.filter((request) => request.path === path).map(({ second }) => second);
  }

  stored(): Promise<Totals> {
    return storedByEndpoint(this.database);
  }
}

/** The whole body; empty where it breaks off, which whoever reads the answer itself will see. */
async function bytesOf(response: Response): Promise<ArrayBuffer> {
  try {
    return await response.clone().arrayBuffer();
  } catch {
    return new ArrayBuffer(0);
  }
}

/** Benches for a suite; the server of each ends with its test. Call it in a describe block. */
export function collectorBenches(): (options?: BenchOptions) => Promise<CollectorBench> {
  const newDatabase = databases();
  const servers: MockForgeServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });
  return async (options = {}) => {
    const clock = new VirtualClock(noon);
    const model = new MockForgeModel(secondsAfter(-3600));
    const server = await MockForgeServer.start(model, clock);
    servers.push(server);
    const database = options.database ?? (await newDatabase());
    return new CollectorBench(clock, model, server, database, options);
  };
}
