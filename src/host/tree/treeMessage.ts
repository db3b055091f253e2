import type { CollectingStatus, FailureText } from '../../protocol/collectingStatus';

/**
 * The line above the trees: why collecting fails, or why there are no endpoints. Undefined where the
 * tree speaks for itself or its welcome does: before first contact nobody need be running.
 */
export function treeMessage({ phase, metrics, log }: CollectingStatus): string | undefined {
  switch (phase) {
    case 'paused':
    case 'restarting':
    case 'watching':
      return undefined;
    case 'waiting':
      return metrics.failure?.kind === 'unreachable' ? undefined : sentences(metrics.failure);
    case 'failing':
      return sentences(metrics.failure);
    case 'collecting':
      return log.state === 'restarting' ? undefined : sentences(log.failure);
  }
}

function sentences(failure: FailureText | null): string | undefined {
  return failure ? `${failure.what} ${failure.todo}` : undefined;
}
