import type { FileMaintenance } from '../fileMaintenance';
import type { StoreMaintenance } from '../storeMaintenance';
import type { TrafficWriter } from '../trafficWriter';

/** A store in the thread that writes it. Compaction is a file's. */
export interface WrittenStore
  extends TrafficWriter, Omit<StoreMaintenance, 'check'>, Partial<FileMaintenance> {
  /** The id of the last batch that is on disk; undefined when none is, or another process writes them. */
  readonly savedBatchId: number | undefined;
  close(): Promise<void>;
}
