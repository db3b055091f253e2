import { systemStoreClock } from '../file/storeClock';
import { holdsTraffic } from '../reader/holdsTraffic';
import { QueryClient } from '../reader/queryClient';
import type { StoreFault } from '../storeFault';
import type { StoreLocation } from '../storeLocation';
import type { TrafficStore } from '../trafficStore';
import { openStore } from '../writer/storeClient';
import { CommitListener } from './commitListener';
import { Network } from './network';
import type { ServerSettings } from './serverSettings';
import { applicationName } from './writersRight';

/** What the threads of team stores were built to. */
export interface TeamThreads {
  /** dist/teamWorker.js */
  readonly workerPath: string;
  /** dist/teamQueryWorker.js */
  readonly queryWorkerPath: string;
  /** dist/networkThread.js */
  readonly networkPath: string;
}

/** The place of a target on a server. */
export class TeamLocation implements StoreLocation {
  readonly name: string;
  readonly #settings: ServerSettings;
  readonly #threads: TeamThreads;

  constructor(settings: ServerSettings, threads: TeamThreads) {
    this.name = settings.shown;
    this.#settings = settings;
    this.#threads = threads;
  }

  /** Also where the server is out of reach, so that nobody knows. */
  exists(): Promise<boolean> {
    return holdsTraffic(this.#source);
  }

  /** Of all targets together: a server keeps their rows in the same files. */
  async sizeBytes(): Promise<number> {
    const client = new QueryClient(this.#source);
    try {
      return (await client.reads.erasable(null)).bytes;
    } catch {
      return 0;
    } finally {
      await client.close();
    }
  }

  open(rollupIntervalHours: number): Promise<TrafficStore> {
    return openStore({ ...this.#source, ...this.#threads, rollupIntervalHours });
  }

  /** By a connection of its own that the server tells of commits, and that is made again when it is lost. */
  watch(
    onCommit: () => void,
    onState: (fault: StoreFault | null) => void = () => undefined,
  ): { close(): void } {
    const network = new Network(this.#threads.networkPath);
    const listener = new CommitListener({
      ...{ network, settings: this.#settings, application: applicationName() },
      ...{ clock: systemStoreClock, onCommit, onState },
    });
    return {
      close: () => {
        listener.close();
        void network.end();
      },
    };
  }

  get #source(): { readonly settings: ServerSettings; readonly queryWorkerPath: string } {
    return { settings: this.#settings, queryWorkerPath: this.#threads.queryWorkerPath };
  }
}
