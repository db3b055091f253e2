import type { Budgets } from '../../budgets/budgets';
import type { JudgedBudget } from '../../budgets/judge';
import type { TimeWindow } from '../../domain/range';
import type { ErrorGroup } from '../../protocol/readModels';

/** A file of budgets and how they are kept. */
export interface JudgedFile {
  readonly budgets: Budgets;
  /** The id of the target by whose traffic they are judged. */
  readonly target: string;
  /** Of each budget, in their order; none where there is nothing to judge by. */
  readonly judged: readonly JudgedBudget[];
  /** What was judged; null where nothing was. */
  readonly span: TimeWindow | null;
  /** What is not known of it, in sentences. */
  readonly remarks: readonly string[];
  /** Failed requests in the span, newest first, where a budget is broken. */
  readonly errors: readonly ErrorGroup[];
}
