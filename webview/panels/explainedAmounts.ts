import { joined, noBreak } from '../../src/domain/numberFormat';
import type { Measure, NumberFormat } from '../../src/domain/numberFormat';
import type { TimeFormat } from '../../src/domain/timeFormat';
import type { Mark } from '../../src/protocol/dashboardData';
import type {
  EndpointPart,
  ExplainedEndpoint,
  Explanation,
  InjectedPaths,
  PartTotals,
} from '../../src/protocol/explanation';
import { t } from '../localize';

/** What a window differs in, and what has to do with it. */
export interface ExplainedMeasure {
  readonly title: string;
  /** `Up 52.8%: 12.4/min here, 8.1/min in the rest of the range.` Null where that is not kept by what is asked for. */
  readonly summary: string | null;
  /** What cannot be told of the traffic as it is filtered. */
  readonly notes: readonly string[];
  /** Those without parts are left out. */
  readonly groups: readonly ExplainedGroup[];
}

/** The parts of a change by one thing that tells them apart. */
export interface ExplainedGroup {
  readonly title: string;
  readonly parts: readonly ExplainedPart[];
}

/** One part: `62.0% of the change: up from 2.1/min to 4.8/min.` */
export interface ExplainedPart {
  /** What it is, in words, or an endpoint that can be opened. */
  readonly what: string | ExplainedEndpoint;
  readonly title?: string;
  /** For its bar; null: it has none. */
  readonly share: number | null;
  readonly sentence: string;
}

/** An amount on one side; the value is null where there is none to compare. */
export interface Amount {
  readonly value: number | null;
  readonly measure: Measure;
}

export interface Told {
  readonly measure: Omit<ExplainedMeasure, 'notes'>;
  readonly headline: string;
  /** How far both sides are apart, whatever they measure; 0: they read the same. */
  readonly strength: number;
}

export interface Formats {
  readonly numbers: NumberFormat;
  readonly times: TimeFormat;
}

export type Side = 'window' | 'rest';

/** What counts as much as a change without end: from nothing to something. */
const fromNothing = Math.log(10);

/** What a count is in a minute of what was collected of its side. */
export function rateOf(
  { window, rest }: Explanation,
  numbers: NumberFormat,
): (count: number, side: Side) => Amount {
  return (count, side) => {
    const { coveredSeconds } = { window, rest }[side];
    if (coveredSeconds === 0) {
      return { value: null, measure: { value: t('nothing collected'), unit: '' } };
    }
    const value = (count * 60) / coveredSeconds;
    return { value, measure: numbers.perMinute(value) };
  };
}

/** An amount of the window and of the rest. */
export function bothOf(
  amount: (totals: PartTotals, side: Side) => Amount,
  { window, rest }: { readonly window: PartTotals; readonly rest: PartTotals },
): Record<Side, Amount> {
  return { window: amount(window, 'window'), rest: amount(rest, 'rest') };
}

/** The endpoints' parts in the change of an amount. */
export function endpointGroup(
  parts: readonly EndpointPart[],
  numbers: NumberFormat,
  amount: (totals: PartTotals, side: Side) => Amount,
): ExplainedGroup {
  return {
    title: t('By endpoint'),
    parts: parts.map((part) => ({
      what: part.item,
      share: part.share,
      sentence: partText(part.share, bothOf(amount, part), numbers),
    })),
  };
}

/** A change that is not to be seen has no parts worth a sentence. */
export function groupsOf(
  amounts: Record<Side, Amount>,
  groups: readonly ExplainedGroup[],
): readonly ExplainedGroup[] {
  return isSame(amounts) ? [] : groups.filter(({ parts }) => parts.length > 0);
}

/** Whether the window has more than the rest. */
export function isUp({ window, rest }: Record<Side, Amount>): boolean {
  return (window.value ?? 0) > (rest.value ?? 0);
}

function isSame({ window, rest }: Record<Side, Amount>): boolean {
  return joined(window.measure) === joined(rest.measure);
}

/** How far both sides are apart, whatever they measure; 0 where they read the same. */
export function strengthOf(amounts: Record<Side, Amount>): number {
  const { window, rest } = amounts;
  if (window.value === null || rest.value === null || isSame(amounts)) return 0;
  if (window.value <= 0 || rest.value <= 0) return fromNothing;
  return Math.abs(Math.log(window.value / rest.value));
}

/** `7.8 → 172 ms`: from the rest to the window. */
export function arrow({ window, rest }: Record<Side, Amount>): string {
  return arrowText(rest.measure, window.measure);
}

/** `7.8 → 172 ms` */
export function arrowText(from: Measure, to: Measure): string {
  const start = from.unit === to.unit ? from.value : joined(from);
  return `${start}${noBreak}→${noBreak}${joined(to)}`;
}

/** `Errors 2 → 14/min: 82% of the increase is injected faults` */
export function changeText(
  subject: string,
  amounts: Record<Side, Amount>,
  share: string,
  what: string,
): string {
  return isUp(amounts)
    ? t('{0}: {1} of the increase is {2}', subject, share, what)
    : t('{0}: {1} of the decrease is {2}', subject, share, what);
}

/** `Up 52.8%: 12.4/min here, 8.1/min in the rest of the range.` */
export function summaryText(amounts: Record<Side, Amount>, numbers: NumberFormat): string {
  const { window: here, rest } = amounts;
  const [own, others] = [joined(here.measure), joined(rest.measure)];
  if (own === others) return t('{0}, as in the rest of the range.', own);
  if (here.value === null || rest.value === null || rest.value === 0) {
    return t('{0} here, {1} in the rest of the range.', own, others);
  }
  const change = joined(numbers.percent(Math.abs(here.value / rest.value - 1)));
  return isUp(amounts)
    ? t('Up {0}: {1} here, {2} in the rest of the range.', change, own, others)
    : t('Down {0}: {1} here, {2} in the rest of the range.', change, own, others);
}

/** `62.0% of the change: up from 2.1/min to 4.8/min.` */
export function partText(
  share: number,
  amounts: Record<Side, Amount>,
  numbers: NumberFormat,
): string {
  const { window: here, rest } = amounts;
  const [own, others] = [joined(here.measure), joined(rest.measure)];
  if (share <= 0) {
    if (own === others) return t('Unchanged at {0}.', own);
    return isUp(amounts)
      ? t('Against the change: up from {0} to {1}.', others, own)
      : t('Against the change: down from {0} to {1}.', others, own);
  }
  const part = joined(numbers.percent(share));
  if (here.value === null || rest.value === null) {
    return t('{0} of the change: {1} here, {2} elsewhere.', part, own, others);
  }
  if (own === others)
    return t('{0} of the change, due to call volume; unchanged at {1}.', part, own);
  return isUp(amounts)
    ? t('{0} of the change: up from {1} to {2}.', part, others, own)
    : t('{0} of the change: down from {1} to {2}.', part, others, own);
}

/** What others outweigh is not more than all. */
export function shareText(share: number, numbers: NumberFormat): string {
  return share < 1 ? joined(numbers.percent(share)) : t('all');
}

/** `all endpoints`, `3 of 15 endpoints`, `3 endpoints` */
export function placesText({ some, all, isLeast }: InjectedPaths): string {
  if (some === 0) return t('unknown endpoints');
  if (all === null || all === 1) {
    const places = some === 1 ? t('one endpoint') : t('{0} endpoints', String(some));
    return isLeast ? t('at least {0}', places) : places;
  }
  if (some === all) return t('all endpoints');
  return isLeast
    ? t('at least {0} of {1} endpoints', String(some), String(all))
    : t('{0} of {1} endpoints', String(some), String(all));
}

/** `GET /api/users` */
export function nameOf({ protocol, method, endpoint }: ExplainedEndpoint): string {
  return `${method ?? protocol.toUpperCase()} ${endpoint}`;
}

/** The same of what may have no method, or no endpoint that is known. */
export function endpointText({
  method,
  endpoint,
}: {
  readonly method: string | null;
  readonly endpoint: string | null;
}): string {
  return [method, endpoint ?? t('not attributed')].filter((text) => text !== null).join(' ');
}

/** A sentence with since when it is so, where that is known. */
export function ended(
  sentence: string,
  since: Mark | null,
  { to }: Explanation,
  { times }: Formats,
): string {
  if (!since) return t('{0}.', sentence);
  const at = times.short(since.at, to);
  return since.kind === 'session_mark'
    ? t('{0}, since the mark “{1}” at {2}.', sentence, markName(since.name), at)
    : t('{0}, since the restart at {1}.', sentence, at);
}

/** What the user called a mark. */
export function markName(name: unknown): string {
  return typeof name === 'string' ? name : t('mark');
}
