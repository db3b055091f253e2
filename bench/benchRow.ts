/** One measurement, beside that of a named peer from the same run where there is one. */
export interface BenchRow {
  /** What was measured, its unit, and the peer. */
  readonly name: string;
  readonly ours: number;
  readonly peer?: number;
  /** How many times better than the peer we are. */
  readonly ratio?: number;
  /** What has to hold, in words. */
  readonly limit: string;
  readonly holds: boolean;
}
