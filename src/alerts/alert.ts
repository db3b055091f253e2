import { hourSeconds } from '../domain/time';
import type { AlertRule, Verdict } from './alertRule';
import { isSameRule } from './alertRule';

/** A rule and how it stands. */
export interface Alert {
  readonly rule: AlertRule;
  /** Since when it is broken, unix seconds; null while it is not. */
  readonly since: number | null;
  /** Whether the user was told of this breach. */
  readonly isTold: boolean;
  /** Unix milliseconds. */
  readonly mutedUntil: number;
}

type Alerts = readonly Alert[];

/** How long an alert is muted. */
const muteMs = hourSeconds * 1000;

/** With one more rule; one that is there already stays as it is. */
export function withRule(alerts: Alerts, rule: AlertRule): Alerts {
  if (alerts.some((alert) => isSameRule(alert.rule, rule))) return alerts;
  return [...alerts, { rule, since: null, isTold: false, mutedUntil: 0 }];
}

export function withoutRule(alerts: Alerts, rule: AlertRule): Alerts {
  return alerts.filter((alert) => !isSameRule(alert.rule, rule));
}

/** With what a rule was judged; the same list where that changes nothing. */
export function withVerdict(alerts: Alerts, rule: AlertRule, { kind, from }: Verdict): Alerts {
  return changed(alerts, rule, (alert) => {
    if (kind === 'over' && alert.since === null) return { ...alert, since: from };
    if (kind === 'within' && alert.since !== null) return { ...alert, since: null, isTold: false };
    return alert;
  });
}

/** With a rule of whose breach the user was told. */
export function told(alerts: Alerts, rule: AlertRule): Alerts {
  return changed(alerts, rule, (alert) => ({ ...alert, isTold: true }));
}

/** With a rule that is silent for an hour. `now`: unix milliseconds. */
export function muted(alerts: Alerts, rule: AlertRule, now: number): Alerts {
  return changed(alerts, rule, (alert) => ({ ...alert, mutedUntil: now + muteMs }));
}

/** The breach that the user is to be told of next. `now`: unix milliseconds. */
export function nextToTell(alerts: Alerts, now: number): Alert | undefined {
  return alerts.find(
    ({ since, isTold, mutedUntil }) => since !== null && !isTold && now >= mutedUntil,
  );
}

function changed(alerts: Alerts, rule: AlertRule, change: (alert: Alert) => Alert): Alerts {
  const all = alerts.map((alert) => (isSameRule(alert.rule, rule) ? change(alert) : alert));
  return all.every((alert, index) => alert === alerts[index]) ? alerts : all;
}
