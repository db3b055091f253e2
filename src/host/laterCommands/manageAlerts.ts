import * as vscode from 'vscode';
import type { Alert } from '../../alerts/alert';
import { withoutRule } from '../../alerts/alert';
import { toSeconds } from '../../domain/time';
import { timeFormat } from '../../domain/timeFormat';
import { commandIds } from '../../ids';
import { alertRuleText } from '../alertText';
import { inform, reportError } from '../surfaces/notifications';
import type { PickRow } from '../surfaces/questions';
import { pickOrRemove } from '../surfaces/questions';
import type { LaterContext } from './laterContext';

/** Lists the alert rules of all servers: each can be ended, or shown in the dashboard. */
export async function manageAlerts({
  alerts,
  targets,
  dashboards,
}: Pick<LaterContext, 'alerts' | 'targets' | 'dashboards'>): Promise<void> {
  const { t } = vscode.l10n;
  alerts.look();
  const rows = alerts.list.flatMap((alert) => {
    const target = targets.find(alert.rule.target);
    if (!target) return [];
    return [{ target, alert, ...rowOf(alert, targets.nameAmong(target)) }];
  });
  if (rows.length === 0) {
    inform(t('No alerts are set.'), {
      title: t('Alert Me...'),
      run: () => vscode.commands.executeCommand(commandIds.alertMe),
    });
    return;
  }
  const question = {
    title: t('Manage Alerts'),
    placeHolder: t('Choose an alert to show its traffic in the dashboard'),
    removal: t('End This Alert'),
  };
  const picked = await pickOrRemove(rows, question, ({ alert: { rule } }) => {
    alerts.change((list) => withoutRule(list, rule)).catch(reportError);
  });
  if (!picked) return;
  const { endpoint } = picked.alert.rule;
  dashboards.open(picked.target, { period: { kind: 'last', range: '1h' }, endpoint });
}

function rowOf({ rule, since, mutedUntil }: Alert, server: string | null): PickRow {
  const { t } = vscode.l10n;
  const locale = vscode.env.language;
  const now = toSeconds(Date.now());
  const until = toSeconds(mutedUntil);
  const times = timeFormat(locale);
  const standing = [
    since === null ? null : t('broken since {0}', times.short(since, now)),
    until > now ? t('muted until {0}', times.short(until, now)) : null,
  ];
  return {
    label: alertRuleText(rule, { locale, localize: t, server }),
    description: standing.filter((part) => part !== null).join(' · '),
  };
}
