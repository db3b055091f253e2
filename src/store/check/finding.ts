import type { OneOf } from '../../domain/oneOf';
import type { StoreFault } from '../storeFault';

/** What is wrong with a database, and what is known of it. */
export interface Findings {
  /** In SQLite's words. */
  readonly damaged_page: { readonly text: string };
  /** Rows that do not add up, in the words of a statement of sql/check. */
  readonly rows: { readonly text: string };
  readonly unreadable_counts: { readonly id: number; readonly counts: string };
  readonly miscounted: { readonly id: number; readonly said: number; readonly held: number };
  readonly other_schema: { readonly missing: string };
  /** In one of several targets; '' is the one without a name. */
  readonly of_target: { readonly target: string; readonly finding: Finding };
  /** The sidecar is left out. */
  readonly left_out: { readonly notice: StoreFault };
}

export type Finding = OneOf<Findings>;
