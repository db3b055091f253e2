import type { ConditionKind, ConditionValue, Condition } from './condition';
import { protocolTitle } from './protocol';
import { errorTypeText } from './errorClass';
import { clientName } from './userAgent';
import type { Localize } from './localize';

/** Sunday, 4 January 1970, 00:00 UTC, in milliseconds. */
const firstSundayMs = 3 * 86_400_000;

/**
 * A condition as its chip says it: `Status 500`, `Client okhttp 4.12.0`, `GET /users/{id}`, `not GET /health`,
 * `Hour Tue 14:00`. `t` puts a text into the reader's language; `locale` (BCP 47) names the weekday.
 */
export function conditionText(condition: Condition, locale: string, t: Localize): string {
  const text = valueText(condition, locale, t);
  return condition.isExcluded ? t('not {0}', text) : text;
}

/** What a condition is about, asked for or left out. */
export function valueText(value: ConditionValue, locale: string, t: Localize): string {
  switch (value.kind) {
    case 'protocol':
      return t('Protocol {0}', protocolTitle(value.protocol));
    case 'status':
      return t('Status {0}', String(value.code));
    case 'endpoint':
      return `${value.method ?? protocolTitle(value.protocol)} ${value.endpoint}`;
    case 'client':
      return t('Client {0}', clientName(value.userAgent, t));
    case 'errorGroup': {
      const { method, endpoint } = value;
      const where = [method, endpoint ?? t('not attributed')].filter((part) => part !== null);
      return t('{0}: {1}', errorTypeText(value.errorType, t), where.join(' '));
    }
    case 'hour':
      return t('Hour {0}', hourText(value, locale));
  }
}

/** `Tue 14:00` */
export function hourText(
  { weekday, hour }: { readonly weekday: number; readonly hour: number },
  locale: string,
): string {
  const day = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    weekday: 'short',
    timeZone: 'UTC',
  }).format(firstSundayMs + weekday * 86_400_000);
  return `${day} ${String(hour).padStart(2, '0')}:00`;
}

/** What a kind is called inside a sentence. */
export function kindText(kind: ConditionKind, t: Localize): string {
  const texts: Readonly<Record<ConditionKind, string>> = {
    protocol: t('protocol'),
    status: t('status code'),
    endpoint: t('endpoint'),
    client: t('client'),
    errorGroup: t('error group'),
    hour: t('hour'),
  };
  return texts[kind];
}
