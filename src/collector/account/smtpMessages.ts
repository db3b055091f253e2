import { trafficKeyOf } from '../../domain/trafficKey';
import { keyOfSeries } from '../../mockforge/seriesKey';
import type { AccountState } from './accountState';
import type { ScrapeObservation } from './scrapeObservation';

/** SMTP messages that a mailbox received, which count as SEND. */
export const sentMessages = trafficKeyOf({ protocol: 'smtp', method: 'SEND', status: null });

/**
 * Messages that the mailbox holds now and did not when it was last read; remembers their ids. 0 where the server has
 * no mailbox, and where SMTP's own counters move, which they never do on today's servers: then they speak for
 * themselves.
 */
export function newMessages(
  state: Pick<AccountState, 'mailbox'>,
  { reading, mailbox }: Pick<ScrapeObservation, 'reading' | 'mailbox'>,
): number {
  const isCounted = [...reading.counters].some(
    ([series, count]) => count > 0 && keyOfSeries(series) === sentMessages,
  );
  if (!mailbox || isCounted) return 0;
  const seen = state.mailbox && new Set(state.mailbox);
  state.mailbox = [...mailbox];
  return seen ? mailbox.filter((id) => !seen.has(id)).length : 0;
}
