import type { LogRow } from '../../mockforge/logRow';
import type { WaitingRow } from './accountState';
import type { Cause } from './causes';

/** A row that is new, with what became of it. */
export interface FreshRow {
  readonly row: LogRow;
  /** When it came, unix ms. */
  readonly at: number;
  readonly entered: WaitingRow;
  /** A failed request that is stored individually. */
  readonly isEvent: boolean;
  cause: Cause | null;
  /** Nobody can tell more of its cause. */
  isExplained: boolean;
}
