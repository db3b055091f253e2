import type { RetentionPolicy } from '../../src/domain/retention';
import type { DashboardQuery } from '../../src/protocol/dashboardData';
import type { QueryName } from '../../src/ids';
import type { Load } from '../load/writeLoad';

/** Who is measured: the store, or native SQLite (Node's own). */
export type SideName = 'ours' | 'peer';

/** A value of each side. */
export type OfSides<Value> = Readonly<Record<SideName, Value>>;

/** What one side is told to do. Times are unix seconds. */
export type SideCommand =
  /** Fills a new database, which is not open then. */
  | { readonly what: 'load'; readonly file: string; readonly load: Load }
  | { readonly what: 'open'; readonly file: string }
  | { readonly what: 'minute'; readonly minute: number; readonly id: number }
  | { readonly what: 'query'; readonly name: QueryName; readonly now: number }
  | { readonly what: 'dashboard'; readonly query: DashboardQuery }
  | { readonly what: 'rollup'; readonly hour: number }
  /** One chunk. */
  | { readonly what: 'retain'; readonly now: number; readonly policy: RetentionPolicy }
  | { readonly what: 'compact' }
  | { readonly what: 'close' };

export interface SideAnswer {
  /** What it took, milliseconds. */
  readonly ms: number;
  /** Whether there is another chunk to delete. */
  readonly more: boolean;
  /** Memory of the process, and what it has written so far; bytes. */
  readonly resident: number;
  readonly written: number;
  /** Why it could not be done. */
  readonly failure?: string;
}
