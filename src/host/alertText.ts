import type { Alert } from '../alerts/alert';
import type { AlertRule } from '../alerts/alertRule';
import { joined, noBreak, numberFormat } from '../domain/numberFormat';
import { timeFormat } from '../domain/timeFormat';
import type { Localize } from '../sentences/localize';
import { endpointLabel } from './tree/labels';

/** How texts about alerts are written. */
export interface AlertWords {
  /** BCP 47. */
  readonly locale: string;
  readonly localize: Localize;
  /** The name of a target where there are several; null where there is one. */
  readonly server: string | null;
}

/** `GET /api/users: error rate over 5% for 5 min`. */
export function alertRuleText(
  { endpoint, limit, minutes }: AlertRule,
  { locale, localize, server }: AlertWords,
): string {
  const numbers = numberFormat(locale);
  const traffic = endpoint ? endpointLabel(endpoint, localize) : localize('All requests');
  const name = server === null ? traffic : `${server}: ${traffic}`;
  const length = `${numbers.count(minutes)}${noBreak}min`;
  return limit.kind === 'errorRate'
    ? localize('{0}: error rate over {1} for {2}', name, `${numbers.plain(limit.percent)}%`, length)
    : localize(
        '{0}: p95 over {1} for {2}',
        name,
        joined(numbers.bound(limit.milliseconds)),
        length,
      );
}

/** What is said of a breach, as a sentence; null while there is none. `now`: unix seconds. */
export function breachText({ rule, since }: Alert, now: number, words: AlertWords): string | null {
  if (since === null) return null;
  const at = timeFormat(words.locale).short(since, now);
  return words.localize('{0}, since {1}.', alertRuleText(rule, words), at);
}
