import type { BackfillReport } from '../collector/backfill/backfill';
import { numberFormat } from '../domain/numberFormat';
import { minuteSeconds } from '../domain/time';
import type { Localize } from '../sentences/localize';

/** What a finished backfill did: `Filled in 5,627 requests in 118 of 180 minutes. Already covered: 42 min.` */
export function backfilledText(report: BackfillReport, locale: string, t: Localize): string {
  const { from, to, requests, minutes, covered } = report;
  const all = (to - from) / minuteSeconds;
  const others = all - minutes - covered;
  const { count } = numberFormat(locale);
  return [
    t('Filled in {0} requests in {1} of {2} minutes.', count(requests), count(minutes), count(all)),
    covered > 0 ? t('Already covered: {0} min.', count(covered)) : null,
    others > 0
      ? t('Prometheus has no data for {0} min, or collecting will fill it in.', count(others))
      : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

/** What a backfill did before the user stopped it, with so many minutes filled in. */
export function stoppedText(minutes: number, locale: string, t: Localize): string {
  return t(
    'Stopped after filling in {0} min. Run the command again to continue.',
    numberFormat(locale).count(minutes),
  );
}
