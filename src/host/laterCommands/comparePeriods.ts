import * as vscode from 'vscode';
import { daySeconds, endOfSecond, hourSeconds } from '../../domain/time';
import { timeFormat } from '../../domain/timeFormat';
import type { Mark } from '../../protocol/dashboardData';
import type { DashboardPlace } from '../../protocol/webviewMessages';
import type { Dashboards } from '../dashboard/dashboards';
import { inform } from '../surfaces/notifications';
import { askText, pick, type PickRow } from '../surfaces/questions';
import type { Target } from '../target';
import { localTime, localTimeText } from './localTime';

interface Choice extends PickRow {
  /** Left out: it is asked for. */
  readonly place?: DashboardPlace;
}

/** Asks for two periods, and shows them beside each other in the dashboard. */
export async function comparePeriods(target: Target, dashboards: Dashboards): Promise<void> {
  const { t } = vscode.l10n;
  const store = await target.store();
  if (!store) {
    inform(t('There is no data yet: {0} has not answered.', target.status.metricsUrl));
    return;
  }
  const now = endOfSecond(Date.now());
  const marks = await store.reader.marks({ to: now });
  const choices: readonly Choice[] = [
    ...calendarChoices(now),
    ...marks.map((mark) => markChoice(mark, now)),
    { label: t('Custom...'), description: t('two periods of the same length') },
  ];
  const chosen = await pick(choices, { title: t('Compare Periods') });
  if (!chosen) return;
  const place = chosen.place ?? (await askPlace(now));
  if (place) dashboards.open(target, place);
}

function calendarChoices(now: number): Choice[] {
  const { t } = vscode.l10n;
  const today = new Date(now * 1000).setHours(0, 0, 0, 0);
  const yesterday = new Date(today).setDate(new Date(today).getDate() - 1);
  return [
    {
      label: t('Last hour'),
      description: t('with the hour before'),
      place: { period: { kind: 'last', range: '1h' }, compare: { kind: 'previous' } },
    },
    {
      label: t('Last 24 hours'),
      description: t('with the 24 hours before'),
      place: { period: { kind: 'last', range: '24h' }, compare: { kind: 'previous' } },
    },
    {
      label: t('Today'),
      description: t('with yesterday, up to the same time'),
      place: {
        period: { kind: 'since', from: today / 1000 },
        compare: { kind: 'earlier', from: yesterday / 1000 },
      },
    },
    {
      label: t('Last 7 days'),
      description: t('with the 7 days before'),
      place: { period: { kind: 'last', range: '7d' }, compare: { kind: 'previous' } },
    },
  ];
}

function markChoice({ kind, name, at }: Mark, now: number): Choice {
  const { t } = vscode.l10n;
  const when = timeFormat(vscode.env.language).moment(at, now);
  return {
    label:
      kind === 'session_mark'
        ? t('Since {0}', name ?? t('mark'))
        : t('Since the server restart at {0}', when),
    description:
      kind === 'session_mark' ? t('{0}, with as long before', when) : t('with as long before'),
    place: { period: { kind: 'since', from: at }, compare: { kind: 'before', at } },
  };
}

/** Two periods of the same length, in three questions. */
async function askPlace(now: number): Promise<DashboardPlace | undefined> {
  const { t } = vscode.l10n;
  const from = await askTime(
    t('Compare Periods (1/3): Begin'),
    t('When does the period begin?'),
    now - hourSeconds,
    (at) => (at < now ? null : t('Enter a time in the past.')),
  );
  if (from === undefined) return undefined;
  const to = await askTime(
    t('Compare Periods (2/3): End'),
    t('When does the period end?'),
    Math.min(now, from + hourSeconds),
    (at) => (at > from ? null : t('The end must come after the beginning.')),
  );
  if (to === undefined) return undefined;
  const earlier = await askTime(
    t('Compare Periods (3/3): Earlier Period'),
    t('When does the earlier period begin? It is as long as the other.'),
    Math.min(from - daySeconds, from - (to - from)),
    (at) => (at < from ? null : t('The earlier period must begin before the other one.')),
  );
  if (earlier === undefined) return undefined;
  return {
    period: { kind: 'between', from, to },
    compare: { kind: 'earlier', from: earlier },
  };
}

/** A moment of local time, unix seconds. */
async function askTime(
  title: string,
  prompt: string,
  value: number,
  complaint: (at: number) => string | null,
): Promise<number | undefined> {
  const text = await askText({
    title,
    prompt,
    value: localTimeText(value),
    ignoreFocusOut: true,
    complaint: (written) => {
      const at = localTime(written);
      return at === null ? vscode.l10n.t('Enter a time such as 2026-11-29 14:30.') : complaint(at);
    },
  });
  return text === undefined ? undefined : (localTime(text) ?? undefined);
}
