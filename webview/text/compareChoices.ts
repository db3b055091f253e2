import type { Compare } from '../../src/domain/range';
import type { Session } from '../../src/domain/session';
import { sessionWindow } from '../../src/domain/session';
import { spanText } from '../../src/domain/spanText';
import type { ImportedFile } from '../../src/protocol/importedFile';
import type { DashboardCharts, Mark } from '../../src/protocol/dashboardData';
import { ceilTo, minuteSeconds } from '../../src/domain/time';
import { t } from '../localize';
import type { TimeFormat } from '../../src/domain/timeFormat';

/** A way to compare, as the toolbar offers it; without one: the user is asked when the earlier window began. */
export interface CompareChoice {
  readonly value: string;
  readonly text: string;
  readonly compare: Compare | null;
}

/** What there is to compare with, besides the time before. */
export interface Comparables {
  readonly marks: readonly Mark[];
  readonly sessions: readonly Session[];
  readonly files: readonly Pick<ImportedFile, 'path' | 'name'>[];
}

/** What the period can be compared with, and which of it is chosen. */
export function compareChoices(
  chosen: Compare,
  { marks, sessions, files }: Comparables,
  times: TimeFormat,
  now: number,
): { readonly choices: readonly CompareChoice[]; readonly value: string } {
  const before = marks.map((mark) => beforeChoice(mark, times, now));
  const own = choiceOf(chosen, times, now);
  const plain: CompareChoice[] = [
    { value: 'none', text: t('nothing'), compare: { kind: 'none' } },
    { value: 'previous', text: t('previous period'), compare: { kind: 'previous' } },
  ];
  const ended = sessions.flatMap((session) => sessionChoice(session, times, now));
  const known = [...plain, ...ended, ...before, ...files.map(fileChoice)];
  const choices = [
    ...known,
    // What is chosen stays a choice, also when its mark is long past.
    ...(known.some(({ value }) => value === own.value) ? [] : [own]),
    { value: 'window', text: t('earlier window...'), compare: null },
  ];
  return { choices, value: own.value };
}

function beforeChoice(mark: Mark, times: TimeFormat, now: number): CompareChoice {
  const at = times.short(mark.at, now);
  const text =
    mark.kind === 'session_mark'
      ? t('before “{0}”, {1}', mark.name ?? t('mark'), at)
      : t('before restart, {0}', at);
  return { value: `before ${mark.at}`, text, compare: { kind: 'before', at: mark.at } };
}

/** One that is running has no end until which it could be compared. */
function sessionChoice(session: Session, times: TimeFormat, now: number): CompareChoice[] {
  if (session.to === null) return [];
  const compare: Compare = { kind: 'earlier', ...sessionWindow(session, now) };
  const text = t('session “{0}”, {1}', session.name, times.short(session.from, now));
  return [{ value: valueOfEarlier(compare), text, compare }];
}

function valueOfEarlier({ from, to }: { readonly from: number; readonly to?: number }): string {
  return ['earlier', from, ...(to === undefined ? [] : [to])].join(' ');
}

function fileChoice({ path, name }: Pick<ImportedFile, 'path' | 'name'>): CompareChoice {
  return {
    value: `file ${path}`,
    text: t('last part of {0}, same length', name),
    compare: { kind: 'file', path },
  };
}

function choiceOf(compare: Compare, times: TimeFormat, now: number): CompareChoice {
  switch (compare.kind) {
    case 'before':
      return {
        value: `before ${compare.at}`,
        text: t('before {0}', times.short(compare.at, now)),
        compare,
      };
    case 'earlier':
      return {
        value: valueOfEarlier(compare),
        text: t('from {0}', times.short(compare.from, now)),
        compare,
      };
    case 'file':
      return fileChoice({ ...compare, name: t('a removed file') });
    default:
      return { value: compare.kind, text: compare.kind, compare };
  }
}

/**
 * `22:35 – 22:50`: the compared period, as legends and the state line name it, before it its file if it is one's; null
 * where none is compared.
 */
export function comparedText(
  { comparison, query }: DashboardCharts,
  times: TimeFormat,
): string | null {
  if (!comparison) return null;
  const { day, times: span } = spanText(times, comparison.from, comparison.to);
  const sameDay = day === '' || day === spanText(times, query.from, query.to).day;
  const name = query.compareFile?.name;
  return [...(name === undefined ? [] : [name]), ...(sameDay ? [] : [day]), span].join(' ');
}

/** Why nothing is compared, and from when on the range could be to be compared; null: no range would help. */
export interface Uncompared {
  readonly text: string;
  readonly since: number | null;
}

/** Why nothing is compared, though that was chosen; null where there is nothing to say. */
export function uncomparedText(
  compare: Compare,
  { comparison, stored, query }: DashboardCharts,
  times: TimeFormat,
): Uncompared | null {
  if (comparison) {
    const isKnown = comparison.points.some(({ coveredSeconds }) => coveredSeconds > 0);
    if (isKnown || !stored) return null;
    const isBefore = compare.kind !== 'file' && comparison.to <= stored.from;
    const text = isBefore
      ? t('nothing to compare with before {0}', times.short(stored.from, query.to))
      : t('nothing to compare with: nothing was collected then');
    return { text, since: null };
  }
  switch (compare.kind) {
    case 'before': {
      const text = t(
        'not compared: the range begins before {0}',
        times.short(compare.at, query.to),
      );
      return { text, since: ceilTo(compare.at, minuteSeconds) };
    }
    case 'earlier':
      return { text: t('not compared: the earlier window is no earlier'), since: null };
    case 'file':
      return { text: t('not compared: the file was removed from the list'), since: null };
    default:
      return null;
  }
}
