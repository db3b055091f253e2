import type { FileMaintenance } from './fileMaintenance';
import type { StoreMaintenance } from './storeMaintenance';
import type { TrafficReader } from './trafficReader';
import type { TrafficWriter } from './trafficWriter';

/** One target's traffic: what fills it, what reads it, and what looks after it. */
export interface TrafficStore {
  /** For people: the path of the file, or the address of the server. */
  readonly name: string;
  readonly writer: TrafficWriter;
  readonly reader: TrafficReader;
  readonly maintenance: StoreMaintenance;
  /** Null where the store is no file. */
  readonly file: FileMaintenance | null;
  /** Flushes, and leaves a plain SQLite file where it is a file. Rejects with a StoreError. */
  close(): Promise<void>;
}
