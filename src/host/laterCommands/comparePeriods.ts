import * as vscode from 'vscode';
import type { Session } from '../../domain/session';
import { sessionWindow } from '../../domain/session';
import { daySeconds, endOfSecond, hourSeconds } from '../../domain/time';
import { timeFormat } from '../../domain/timeFormat';
import type { Mark } from '../../protocol/dashboardData';
import type { DashboardPlace } from '../../protocol/webviewMessages';
import type { Dashboards } from '../dashboard/dashboards';
import { inform } from '../surfaces/notifications';
import { askText, pick, type PickRow } from '../surfaces/questions';
import type { Target } from '../target';
import { localTime, localTimeText } from './localTime';

/** Names of sessions that are offered, each with the one before it. */
const mostRepeated = 5;

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
  const [marks, sessions] = await Promise.all([
    store.reader.marks({ to: now }),
    store.reader.sessions(),
  ]);
  const twoSessions: Choice = {
    label: t('Two sessions...'),
    description: t('one with another, whatever their names'),
  };
  const choices: readonly Choice[] = [
    ...calendarChoices(now),
    ...repeatedChoices(sessions, now),
    ...(sessions.length > 1 ? [twoSessions] : []),
    ...marks.map((mark) => markChoice(mark, now)),
    { label: t('Custom...'), description: t('two periods of the same length') },
  ];
  const chosen = await pick(choices, { title: t('Compare Periods') });
  if (!chosen) return;
  const ask = chosen === twoSessions ? () => askSessions(sessions, now) : () => askPlace(now);
  const place = chosen.place ?? (await ask());
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

/** Each session that has one of its name before it, with that: the newest of each name. */
function repeatedChoices(sessions: readonly Session[], now: number): Choice[] {
  const { t } = vscode.l10n;
  const times = timeFormat(vscode.env.language);
  return [...new Set(sessions.map(({ name }) => name))].slice(0, mostRepeated).flatMap((name) => {
    const [newest, before] = sessions.filter((session) => session.name === name);
    if (!newest || !before) return [];
    return {
      label: t('Session {0}', name),
      description: t(
        '{0}, with the one before, {1}',
        times.moment(newest.from, now),
        times.moment(before.from, now),
      ),
      place: placeOfSessions(newest, before, now),
    };
  });
}

/** Two of the sessions, the later one with the earlier one, in two questions. */
async function askSessions(
  sessions: readonly Session[],
  now: number,
): Promise<DashboardPlace | undefined> {
  const { t } = vscode.l10n;
  const times = timeFormat(vscode.env.language);
  const rows = sessions.map((session) => ({
    session,
    label: session.name,
    description: times.moment(session.from, now),
  }));
  const first = await pick(rows, { title: t('Compare Periods (1/2): Session') });
  if (!first) return undefined;
  const others = rows.filter((row) => row !== first);
  const second = await pick(others, {
    title: t('Compare Periods (2/2): With Session'),
    placeHolder: t('The later one is shown, compared with the earlier one'),
  });
  if (!second) return undefined;
  const [later, earlier] =
    first.session.from >= second.session.from ? [first, second] : [second, first];
  return placeOfSessions(later.session, earlier.session, now);
}

function placeOfSessions(later: Session, earlier: Session, now: number): DashboardPlace {
  return {
    period: { kind: 'between', ...sessionWindow(later, now) },
    compare: { kind: 'earlier', ...sessionWindow(earlier, now) },
  };
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
