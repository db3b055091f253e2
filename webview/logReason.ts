import type { CollectingStatus } from '../src/protocol/collectingStatus';

/** Why a panel that lives on the request log has nothing: what went wrong with it, or `otherwise`. */
export function logReason({ log }: CollectingStatus, otherwise: string): string {
  return log.failure ? `${log.failure.what} ${log.failure.todo}` : otherwise;
}
