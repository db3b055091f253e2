import type { CommandContext } from '../commandContext';
import type { Dashboards } from '../dashboard/dashboards';
import type { Target } from '../target';

/** What such a command works on. */
export interface LaterContext extends CommandContext {
  readonly dashboards: Dashboards;
  /** Which of the targets is meant. */
  readonly target: Target;
}
