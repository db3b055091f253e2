import { t } from '../localize';
import type { CollectingStatus } from '../../src/protocol/collectingStatus';

/** Why a panel that lives on the request log has nothing: what went wrong with it, or `otherwise`. */
export function logReason({ phase, log }: CollectingStatus, otherwise: string): string {
  // One that does not answer may have been started in the right way.
  if (phase === 'failing' && !log.failure) return t('The server does not answer.');
  if (phase === 'restarting' || log.state === 'restarting')
    return t('The server may be restarting.');
  return log.failure ? `${log.failure.what} ${log.failure.todo}` : otherwise;
}
