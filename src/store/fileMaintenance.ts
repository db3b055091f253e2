/** What came of a compaction; sizes are those of the database, bytes. */
export interface Compaction {
  /** `not needed`: too few pages are free for it to pay. */
  readonly outcome: 'compacted' | 'not needed' | 'cancelled';
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** What a store needs besides because it is a file. Every method rejects with a StoreError. */
export interface FileMaintenance {
  /**
   * Gives the space of what was deleted back to the disk, when more than a quarter of the pages are free. Needs room
   * for the rest a second time. Meanwhile everything can be read, and commits wait. Whatever ends it, the signal, an
   * error or a crash, leaves the database as it was.
   */
  compact(signal?: AbortSignal): Promise<Compaction>;
}
