import { systemStoreClock } from '../file/storeClock';
import { holdsTraffic } from '../reader/holdsTraffic';
import { QueryClient } from '../reader/queryClient';
import type { StoreFault } from '../storeFault';
import type { StoreLocation } from '../storeLocation';
import type { SharedThreads } from '../worker/servingThread';
import type { TrafficStore } from '../trafficStore';
import { openStore } from '../writer/storeClient';
import { CommitListener } from './commitListener';
import { Network } from './network';
import type { ServerSettings } from './serverSettings';
import { serverSettings } from './serverSettings';
import { withTarget } from './connectionString';
import { applicationName } from './writersRight';

/** What the threads of team stores were built to. */
export interface TeamThreads {
  /** dist/teamWorker.js */
  readonly workerPath: string;
  /** dist/teamQueryWorker.js */
  readonly queryWorkerPath: string;
  /** dist/networkThread.js */
  readonly networkPath: string;
  /** Of files in which commits wait while a server is out of reach. */
  readonly spoolFolder: string;
  /** Those that it shares with other targets of the process; left out: threads of its own. */
  readonly threads?: SharedThreads | undefined;
}

/** A target of the store that an address names. */
export interface TeamTarget {
  /** As parseConnectionString takes it. */
  readonly address: string;
  /** Null: all of the workspace together, which are only read. */
  readonly target: string | null;
  /** Undefined: what the address, the environment or the file of passwords says. */
  readonly password: string | undefined;
}

/** The place of a target on a server. */
export class TeamLocation implements StoreLocation {
  readonly name: string;
  readonly file = null;
  readonly #settings: ServerSettings;
  readonly #threads: TeamThreads;

  constructor(settings: ServerSettings, threads: TeamThreads) {
    this.name = settings.shown;
    this.#settings = settings;
    this.#threads = threads;
  }

  /** @throws StoreError for an address that cannot be used */
  static of({ address, target, password }: TeamTarget, threads: TeamThreads): TeamLocation {
    const settings = serverSettings(target === null ? address : withTarget(address, target));
    const known = password === undefined ? {} : { password, ignoredPasswordFile: null };
    return new TeamLocation({ ...settings, ...known }, threads);
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

  /** What only reads of it; closing it is the caller's. */
  reader(): QueryClient {
    return new QueryClient(this.#source);
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

  get #source(): Pick<TeamThreads, 'queryWorkerPath' | 'threads'> & {
    readonly settings: ServerSettings;
  } {
    const { queryWorkerPath, threads } = this.#threads;
    return { settings: this.#settings, queryWorkerPath, threads };
  }
}
