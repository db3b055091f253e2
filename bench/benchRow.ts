/** One measurement, beside that of a named peer from the same run where there is one. */
export interface BenchRow {
  /** What was measured, its unit, and the peer. */
  readonly name: string;
  readonly ours: number;
  readonly peer?: number;
  /** Ours divided by the peer's. */
  readonly ratio?: number;
  /** What has to hold, in words. */
  readonly limit: string;
  readonly holds: boolean;
}
