import { statusCodesText } from '../../domain/statusCodes';
import { numberFormat, unknown } from '../../domain/numberFormat';
import { timeFormat } from '../../domain/timeFormat';
import type { ErrorGroup, StoredError } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import { plainLabel } from '../surfaces/plainText';
import type { RowText } from '../surfaces/treeItem';
import { endpointLabel, statusLabel } from './labels';

/** A group's row: `404 GET /nope/:id`, `104 · 22:52:42 · 404 Not Found`; `5xx GET ...` for several. */
export function errorGroupText(group: ErrorGroup, locale: string, t: Localize): RowText {
  const endpoint = endpointLabel(group, t);
  const label = [statusCodesText(group.statusCodes), endpoint].filter(Boolean).join(' ');
  const count = numberFormat(locale).count(group.count);
  const reason = plainLabel(group.errorMessage ?? statusesOf(group, t));
  const last = timeFormat(locale).clock(group.last);
  return {
    label,
    description: [count, last, reason].join(' · '),
    tooltip: [
      { title: label },
      {
        rows: [
          [t('Error'), reason],
          [t('Status'), statusesOf(group, t)],
          [t('Count'), count],
          [t('First'), timeFormat(locale).clock(group.first)],
          [t('Last'), last],
        ],
      },
    ],
    spoken: t('{0}, {1}, {2} errors, last at {3}', endpoint, reason, count, last),
  };
}

function statusesOf({ protocol, statusCodes }: ErrorGroup, t: Localize): string {
  const codes = statusCodes.length > 0 ? statusCodes : [null];
  return codes.map((code) => statusLabel(protocol, code, t)).join(', ');
}

/** An occurrence's row: `22:52:58.678`, `127.0.0.1 · axios/1.7.9`. */
export function storedErrorText(error: StoredError, locale: string, t: Localize): RowText {
  const { timestamp, timestampMs, clientIp, userAgent } = error;
  const status = statusLabel(error.protocol, error.statusCode, t);
  const label =
    timestampMs === null
      ? timeFormat(locale).clock(timestamp)
      : timeFormat(locale).clockMs(timestampMs);
  const client = [clientIp, userAgent].filter((part) => part !== null).map(plainLabel);
  const several = error.count > 1 ? error.errorMessage : null;
  const description =
    several === null ? client.join(' · ') || t('unknown client') : plainLabel(several);
  return {
    label,
    description,
    tooltip: [
      { title: endpointLabel(error, t) },
      {
        rows: [
          [t('Path'), error.path ?? unknown],
          [t('Error'), error.errorMessage ?? status],
          [t('Status'), status],
          [t('Client'), clientIp ?? unknown],
          [t('User agent'), userAgent ?? unknown],
          [t('Request ID'), error.requestId ?? unknown],
        ],
      },
    ],
    spoken: t('{0}, from {1}', label, description),
  };
}
