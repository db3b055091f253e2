import { minuteSeconds } from '../domain/time';
import type { EndpointName, MinuteTraffic } from '../protocol/readModels';

/** What is watched: a limit that traffic may not be over for so many minutes. */
export interface AlertRule {
  /** The id of the target whose traffic is meant. */
  readonly target: string;
  /** Null: all its traffic. */
  readonly endpoint: EndpointName | null;
  readonly limit: AlertLimit;
  readonly minutes: number;
}

/** The p95 is of the handlers of an endpoint, of whole requests for all traffic. */
export type AlertLimit =
  | { readonly kind: 'errorRate'; readonly percent: number }
  | { readonly kind: 'p95'; readonly milliseconds: number };

/** The longest that a rule waits. */
export const mostMinutes = 60;

/** Requests in all its minutes below which a rule decides nothing. */
export const fewestRequests = 10;

/** `unknown`: neither a breach nor its end (docs/alerts.md#when-a-rule-is-broken). */
export interface Verdict {
  readonly kind: 'over' | 'within' | 'unknown';
  /** When the first of the minutes began, unix seconds. */
  readonly from: number;
}

/** Whether two rules watch the same. */
export function isSameRule(one: AlertRule, other: AlertRule): boolean {
  return keyOf(one) === keyOf(other);
}

/**
 * Judges a rule by minutes that follow each other, of which the newest may not be collected yet: by the newest `minutes`
 * of them up to the last that was collected as a whole.
 */
export function judge(rule: AlertRule, traffic: readonly MinuteTraffic[]): Verdict {
  const end = traffic.findLastIndex(isWhole) + 1;
  const minutes = traffic.slice(Math.max(0, end - rule.minutes), end);
  const from = minutes[0]?.at ?? 0;
  const known = minutes.filter((minute) => isWhole(minute) && minute.requests > 0);
  const requests = known.reduce((sum, minute) => sum + minute.requests, 0);
  const verdicts = known.map((minute) => isOver(rule.limit, minute));
  if (requests < fewestRequests) return { kind: 'unknown', from };
  if (verdicts.includes(false)) return { kind: 'within', from };
  const isEach = known.length === rule.minutes && !verdicts.includes(null);
  return { kind: isEach ? 'over' : 'unknown', from };
}

function isWhole({ coveredSeconds }: MinuteTraffic): boolean {
  return coveredSeconds >= minuteSeconds;
}

/** Null where that is not known. Of a p95 its bucket is, so that all of it has to lie above the limit. */
function isOver(limit: AlertLimit, { requests, errors, p95 }: MinuteTraffic): boolean | null {
  switch (limit.kind) {
    case 'errorRate':
      return errors * 100 > limit.percent * requests;
    case 'p95':
      return p95 && p95.bucket[0] >= limit.milliseconds;
  }
}

function keyOf({ target, endpoint, limit, minutes }: AlertRule): string {
  const name = endpoint && [endpoint.protocol, endpoint.method, endpoint.endpoint];
  const most = limit.kind === 'p95' ? limit.milliseconds : limit.percent;
  return JSON.stringify([target, name, limit.kind, most, minutes]);
}
