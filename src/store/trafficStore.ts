import type { FileMaintenance } from './fileMaintenance';
import type { TrafficReader } from './trafficReader';
import type { TrafficWriter } from './trafficWriter';

/** One target's traffic: what fills it, what reads it, and what looks after its file. */
export interface TrafficStore {
  readonly writer: TrafficWriter;
  readonly reader: TrafficReader;
  readonly file: FileMaintenance;
  /** Flushes, and leaves a plain SQLite file. Rejects with a StoreError. */
  close(): Promise<void>;
}
