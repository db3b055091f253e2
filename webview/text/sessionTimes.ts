import type { Session } from '../../src/domain/session';
import { spanText } from '../../src/domain/spanText';
import type { TimeFormat } from '../../src/domain/timeFormat';
import { t } from '../localize';

/** `22:05 – 22:11`, with its day where that is another than that of `now` (unix seconds); `since 22:05` while it runs. */
export function sessionTimes({ from, to }: Session, times: TimeFormat, now: number): string {
  if (to === null) return t('since {0}', times.short(from, now));
  const span = spanText(times, from, to);
  const isToday = span.day === times.day(now);
  return span.day === '' || isToday ? span.times : `${span.day} ${span.times}`;
}
