import type { BackfillReport } from '../collector/backfill/backfill';
import { formatCount } from '../domain/format';
import { minuteSeconds } from '../domain/time';
import type { Localize } from './localize';

/** What a finished backfill did: `Filled in 5,627 requests in 118 of 180 minutes. 42 were covered already.` */
export function backfilledText(report: BackfillReport, locale: string, t: Localize): string {
  const { from, to, requests, minutes, covered } = report;
  const all = (to - from) / minuteSeconds;
  const others = all - minutes - covered;
  const count = (value: number): string => formatCount(value, locale);
  return [
    t('Filled in {0} requests in {1} of {2} minutes.', count(requests), count(minutes), count(all)),
    covered > 0 ? t('{0} were covered already.', count(covered)) : null,
    others > 0
      ? t('Of {0} Prometheus has no record, or they are left to collecting.', count(others))
      : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

/** What a backfill did that the user stopped after so many minutes were filled in. */
export function stoppedText(minutes: number, locale: string, t: Localize): string {
  return t(
    'Stopped. {0} minutes were filled in; the same command goes on from there.',
    formatCount(minutes, locale),
  );
}
