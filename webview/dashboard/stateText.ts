import type { CollectingStatus } from '../../src/protocol/collectingStatus';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import { eventsOf, requestsBefore } from '../../src/protocol/interruptions';
import { joined } from '../../src/domain/numberFormat';
import type { NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { duration } from '../text/duration';
import type { TimeFormat } from '../../src/domain/timeFormat';

/** A URL as the user names it: host and port. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** `2 restarts, 1 gap of 30 s`, and what else makes numbers less than whole; null when nothing of the kind happened. */
export function interruptionsText(
  { events, query }: DashboardCharts,
  numbers: NumberFormat,
): string | null {
  const restarts = eventsOf(events, 'server_restart').length;
  const gaps = eventsOf(events, 'gap');
  const lost = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const before = eventsOf(events, 'first_contact').reduce(
    (sum, contact) => sum + requestsBefore(contact),
    0,
  );
  const others = eventsOf(events, 'other_server').length;
  const ahead = eventsOf(events, 'clock_step').some((step) => step.from < query.to);
  const parts = [
    restarts > 0 && (restarts === 1 ? t('1 restart') : t('{0} restarts', numbers.count(restarts))),
    gaps.length > 0 && gapsText(gaps.length, duration(lost), numbers),
    before > 0 && t('{0} requests before, at an unknown time', numbers.count(before)),
    others > 0 && t('another server answered'),
    ahead && t('the clock was ahead'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** `All 5,627 requests attributed`, or how many are not. */
export function attributionText(
  { summary, counted }: DashboardCharts,
  numbers: NumberFormat,
): string | null {
  const { requests, unattributed } = summary;
  if (requests === 0 || counted === 'failed') return null;
  if (unattributed === 0) return t('All {0} requests attributed', numbers.count(requests));
  return t('{0} of requests not attributed', joined(numbers.percent(unattributed / requests)));
}

/** `3 of 15 min collected` when a good part of the range is missing; null when it is whole. */
export function coverageText(
  { summary, query }: DashboardCharts,
  numbers: NumberFormat,
): string | null {
  const span = summary.askedSeconds;
  const missing = span - summary.coveredSeconds;
  if (missing <= Math.max(2 * query.bucketSeconds, span / 50)) return null;
  const [size, unit] =
    span < 7200 ? [60, 'min'] : span < 172_800 ? [3600, 'h'] : [86_400, t('days')];
  // The range begins at a whole step, so the minute under way is not over.
  const whole = `${numbers.plain(Math.ceil(span / size))} ${unit}`;
  if (summary.coveredSeconds < size) {
    return t('{0} of {1} collected', duration(summary.coveredSeconds), whole);
  }
  const covered = Math.floor((summary.coveredSeconds / size) * 10) / 10;
  return t(
    '{0} of {1} collected',
    numbers.plain(size === 60 ? Math.floor(covered) : covered),
    whole,
  );
}

/** `The numbers below end at 22:53:15, 3 min ago; next scrape in 12 s.` */
export function staleText(status: CollectingStatus, times: TimeFormat, nowMs: number): string {
  const sentence = [stopText(status, times, nowMs), nextTryText(status, nowMs)]
    .filter((part) => part !== null)
    .join('; ');
  return sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function stopText(
  { lastScrapeAt }: CollectingStatus,
  times: TimeFormat,
  nowMs: number,
): string | null {
  if (lastScrapeAt === null) return null;
  const clock = times.clock(lastScrapeAt / 1000);
  const seconds = (nowMs - lastScrapeAt) / 1000;
  return seconds < 60
    ? t('The numbers below end at {0}', clock)
    : t('The numbers below end at {0}, {1} ago', clock, duration(seconds));
}

/** `next scrape in 12 s`; null when none is planned. */
export function nextTryText({ nextTryAt }: CollectingStatus, nowMs: number): string | null {
  if (nextTryAt === null) return null;
  const seconds = Math.ceil((nextTryAt - nowMs) / 1000);
  return seconds > 0 ? t('next scrape in {0}', duration(seconds)) : t('trying now');
}

/** `12 tries` */
export function triesText({ failedTries }: CollectingStatus, numbers: NumberFormat): string | null {
  if (failedTries === 0) return null;
  return failedTries === 1 ? t('1 try') : t('{0} tries', numbers.count(failedTries));
}

function gapsText(count: number, length: string, numbers: NumberFormat): string {
  return count === 1
    ? t('1 gap of {0}', length)
    : t('{0} gaps, {1} in total', numbers.count(count), length);
}
