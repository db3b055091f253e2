import { parseConnectionString, shownAddress } from '../store/postgres/connectionString';
import type { TeamLocation, TeamThreads } from '../store/postgres/teamLocation';
import type { QueryClient } from '../store/reader/queryClient';
import type { StoreLocation } from '../store/storeLocation';
import type { TrafficStore } from '../store/trafficStore';

/** Which target of which team's store a place is of. */
export interface TeamPlaceOptions {
  /** Of the store, as the settings have it: without a password. */
  readonly address: string;
  /** Null: all of the workspace together, which are only read. */
  readonly target: string | null;
  /** Asked for whenever a connection is made; undefined: the client's own means. Never rejects. */
  readonly password: () => Promise<string | undefined>;
  readonly threads: TeamThreads;
}

/** The place of a target in a team's store. What speaks to the store is loaded when it is first needed. */
export class TeamPlace implements StoreLocation {
  readonly name: string;
  readonly file = null;
  readonly #options: TeamPlaceOptions;

  constructor(options: TeamPlaceOptions) {
    const { address, target } = options;
    this.name = shownAddress({ ...parseConnectionString(address), target });
    this.#options = options;
  }

  /** Also where nobody knows, since the server cannot be asked. */
  exists(): Promise<boolean> {
    return this.#location().then(
      (location) => location.exists(),
      () => true,
    );
  }

  sizeBytes(): Promise<number> {
    return this.#location().then(
      (location) => location.sizeBytes(),
      () => 0,
    );
  }

  async open(rollupIntervalHours: number): Promise<TrafficStore> {
    return (await this.#location()).open(rollupIntervalHours);
  }

  watch(onCommit: () => void): { close(): void } {
    let isClosed = false;
    let watched: { close(): void } | undefined;
    this.#location().then(
      (location) => {
        if (!isClosed) watched = location.watch(onCommit);
      },
      // Whoever reads or writes is told why.
      () => undefined,
    );
    return {
      close: () => {
        isClosed = true;
        watched?.close();
      },
    };
  }

  /** What only reads of it; closing it is the caller's. */
  async reader(): Promise<QueryClient> {
    return (await this.#location()).reader();
  }

  async #location(): Promise<TeamLocation> {
    const { address, target, password, threads } = this.#options;
    const { TeamLocation: Location } = await import('../store/postgres/teamLocation');
    return Location.of({ address, target, password: await password() }, threads);
  }
}
