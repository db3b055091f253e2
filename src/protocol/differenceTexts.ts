import { durationText } from '../domain/duration';
import type { Quantile } from '../domain/histogram';
import type { Localize } from '../domain/localize';
import { joined, unknown } from '../domain/numberFormat';
import type { NumberFormat } from '../domain/numberFormat';
import { protocolTitle } from '../domain/protocol';
import { minuteSeconds } from '../domain/time';
import { restartText } from './interruptionText';
import type { EndpointName } from './readModels';
import { fewestRequests, isRealVerdict, withoutFaults } from './spanComparison';
import type {
  ComparedSpan,
  ComparisonSummary,
  SampleNumbers,
  TrafficDifference,
  Verdict,
} from './spanComparison';

/** What changed, as a sentence of which the endpoints can be opened: how many, which of them, and how many more. */
export interface ChangedText {
  /** `3 of 16 endpoints really changed`, without a full stop. */
  readonly lead: string;
  readonly endpoints: readonly { readonly name: EndpointName; readonly became: string }[];
  /** What follows these, and a sentence of how many too little is known of; each with a space before it, or empty. */
  readonly more: string;
  readonly few: string;
}

/** What a comparison says in a sentence or two. */
export function changedText(
  { judged, tooFew, changed, surest }: ComparisonSummary,
  numbers: NumberFormat,
  t: Localize,
): ChangedText {
  const others = changed - surest.length;
  return {
    lead: leadText(changed, judged, numbers, t),
    endpoints: surest.map((one) => ({
      name: { protocol: one.protocol, method: one.method, endpoint: one.endpoint },
      became: differenceText(one, t),
    })),
    more: others > 0 ? ` ${t('and {0} more', numbers.count(others))}` : '',
    few:
      judged > 0 && tooFew > 0
        ? ` ${t('{0} had too few requests to tell.', numbers.count(tooFew))}`
        : '',
  };
}

function leadText(changed: number, judged: number, numbers: NumberFormat, t: Localize): string {
  const all = numbers.count(judged);
  if (judged === 0) return t('No endpoint has enough requests in both periods to compare');
  return changed === 0
    ? t('None of {0} endpoints really changed', all)
    : t('{0} of {1} endpoints really changed', numbers.count(changed), all);
}

/** The same as one text, in which endpoints stand as `written` has them; null: they are not named. */
export function changedLine(
  { lead, endpoints, more, few }: ChangedText,
  written: ((endpoint: string) => string) | null = (endpoint) => endpoint,
): string {
  if (written === null || endpoints.length === 0) return `${lead}.${few}`;
  const names = endpoints.map(({ name, became }) => `${written(endpointText(name))}: ${became}`);
  return `${lead}: ${names.join('; ')}${more}.${few}`;
}

/** What only one of the spans had, which explains more differences of a mock than anything else: a line for each span. */
export function onlyTexts(
  { before, after }: Pick<ComparisonSummary, 'before' | 'after'>,
  numbers: NumberFormat,
  t: Localize,
): readonly string[] {
  const [was, is] = [onlyIn(before, after, numbers, t), onlyIn(after, before, numbers, t)];
  return [
    ...(was.length > 0 ? [t('Only before: {0}.', was.join(', '))] : []),
    ...(is.length > 0 ? [t('Only after: {0}.', is.join(', '))] : []),
  ];
}

function onlyIn(
  span: ComparedSpan,
  other: ComparedSpan,
  numbers: NumberFormat,
  t: Localize,
): readonly string[] {
  const length = (seconds: number): string => durationText(seconds, t('days'));
  const has = (amount: (of: ComparedSpan) => number): boolean =>
    amount(span) > 0 && amount(other) === 0;
  return [
    ...(has(({ faults }) => faults) ? [t('{0} injected faults', numbers.count(span.faults))] : []),
    ...(has(({ injectedMs }) => injectedMs) ? [t('injected delay')] : []),
    ...(has(({ gapSeconds }) => gapSeconds) ? [t('{0} in gaps', length(span.gapSeconds))] : []),
    ...(has(missing) ? [t('{0} not collected', length(missing(span)))] : []),
    ...(has(({ restarts }) => restarts) ? [restartText(span.restarts, t)] : []),
  ];
}

/** Seconds that were not collected; less than a minute is the one under way. */
function missing({ askedSeconds, coveredSeconds }: ComparedSpan): number {
  const seconds = askedSeconds - coveredSeconds;
  return seconds < minuteSeconds ? 0 : seconds;
}

/** `more errors, slower`, `noise`: what became of an endpoint. */
export function differenceText({ errorRate, latency }: TrafficDifference, t: Localize): string {
  const verdicts = [errorRate.verdict, latency.verdict];
  const real = [
    ...(errorRate.verdict === 'worse' ? [t('more errors')] : []),
    ...(errorRate.verdict === 'better' ? [t('fewer errors')] : []),
    ...(latency.verdict === 'worse' ? [t('slower')] : []),
    ...(latency.verdict === 'better' ? [t('faster')] : []),
  ];
  if (real.length > 0) return real.join(', ');
  if (verdicts.includes('noise')) return t('noise');
  return verdicts.includes('tooFew') ? t('too few to tell') : t('not comparable');
}

/** `More than noise.`: what a difference is worth, as a sentence. */
export function verdictText(verdict: Verdict, t: Localize): string {
  switch (verdict) {
    case 'better':
    case 'worse':
      return t('More than noise.');
    case 'noise':
      return t('Not more than noise.');
    case 'tooFew':
      return t('Too few to tell: fewer than {0} requests in a period.', String(fewestRequests));
    case 'notComparable':
      return t('Not comparable.');
  }
}

/** `10.5%, was 2.1%: +8.4 pp, between +3.1 pp and +12.0 pp with 95% confidence. More than noise.` */
export function errorRateText(
  { before, after, errorRate: { verdict, test } }: TrafficDifference,
  numbers: NumberFormat,
  t: Localize,
): string {
  const rates = t('{0}, was {1}', rateText(after, numbers), rateText(before, numbers));
  const sentences = [
    ...(test
      ? [
          t(
            '{0}: {1}, between {2} and {3} with 95% confidence.',
            rates,
            numbers.pointChange(test.difference),
            ...test.interval.map((end) => numbers.pointChange(end)),
          ),
        ]
      : [`${rates}.`]),
    ...(hasFaults(before) || hasFaults(after) ? [t('Without injected faults.')] : []),
    verdictText(verdict, t),
  ];
  return sentences.join(' ');
}

function hasFaults({ faults }: SampleNumbers): boolean {
  return faults !== null && faults > 0;
}

/** `2.1%`, of the requests that no injected fault ended. */
export function rateText(sample: SampleNumbers, numbers: NumberFormat): string {
  const own = withoutFaults(sample) ?? sample;
  return own.requests === 0 ? unknown : joined(numbers.percent(own.errors / own.requests));
}

/** `Median 12 ms (11 ms – 12 ms), was 8 ms (7 ms – 8 ms); p95 20 ms, was 15 ms. More than noise.` */
export function latencyText(
  { before, after, latency: { verdict, test } }: TrafficDifference,
  numbers: NumberFormat,
  t: Localize,
): string {
  return [
    t('Median {0}, was {1}', medianText(after.p50, numbers), medianText(before.p50, numbers)) + ';',
    t('p95 {0}, was {1}', timeText(after.p95, numbers), timeText(before.p95, numbers)) + '.',
    ...(test && isRealVerdict(verdict)
      ? [
          t(
            'Beside one before, a request took longer in {0} of cases.',
            joined(numbers.percent(test.longer)),
          ),
        ]
      : []),
    verdictText(verdict, t),
  ].join(' ');
}

/** A handler's time; `–` where none is known. */
export function timeText(quantile: Quantile | null, numbers: NumberFormat): string {
  return quantile ? joined(numbers.handlerQuantile(quantile)) : unknown;
}

function medianText(median: Quantile | null, numbers: NumberFormat): string {
  if (!median || median.above) return timeText(median, numbers);
  const [from, to] = median.bucket.map((bound) => joined(numbers.bound(Math.max(0, bound))));
  return `${timeText(median, numbers)} (${from ?? ''} – ${to ?? ''})`;
}

/** `GET /a`; of what has no method its protocol. */
export function endpointText({ protocol, method, endpoint }: EndpointName): string {
  return `${method ?? protocolTitle(protocol)} ${endpoint}`;
}
