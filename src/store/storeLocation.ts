import type { TrafficStore } from './trafficStore';

/** Where a target's traffic is stored, or will be. Only open() opens something; only it rejects, with a StoreError. */
export interface StoreLocation {
  /** For people: the path of the database, or the address of the server. */
  readonly name: string;
  /** Absolute path of the database; null where the store is no file. */
  readonly file: string | null;
  /** Whether there is a store yet. */
  exists(): Promise<boolean>;
  /** Bytes that it takes on the disk, with what stands beside it. */
  sizeBytes(): Promise<number>;
  /** Opens it, or a new one where there is none. Its closed hours are rolled up every so many hours. */
  open(rollupIntervalHours: number): Promise<TrafficStore>;
  /** Tells of what other processes commit until the result is closed. */
  watch(onCommit: () => void): { close(): void };
}
