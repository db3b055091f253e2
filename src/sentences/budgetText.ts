import type { BudgetMistake, Limit, MistakeFacts, ValueKind } from '../budgets/budgets';
import { budgetsFileName } from '../budgets/budgetsFileName';
import type { Judgement, MeasuredFacts, Verdict } from '../budgets/judge';
import type { Quantile } from '../domain/histogram';
import type { TimeWindow } from '../domain/range';
import type { SelectionTraffic } from '../protocol/selectedTraffic';
import type { NumberFormat } from '../domain/numberFormat';
import { joined, unknown } from '../domain/numberFormat';
import type { Localize, Wording } from './localize';
import { worded } from './localize';

type LatencyJudgement = Extract<Judgement, { kind: 'latency' }>;

/** What of a file of budgets cannot be used, and what is allowed. */
export function mistakeText(mistake: BudgetMistake, localize: Localize): string {
  return worded(mistakes, mistake, localize);
}

const mistakes: Wording<MistakeFacts> = {
  too_large: ({ most }, t) =>
    t('{0} has more than {1} characters. Nothing of it is read.', budgetsFileName, String(most)),
  too_deep: (_, t) => t('{0} is nested too deep. Nothing of it is read.', budgetsFileName),
  too_many: ({ most }, t) => t('Only the first {0} budgets are read.', String(most)),
  no_yaml: ({ reason }, t) => t('This is not YAML: {0}.', reason.replace(/\.$/, '')),
  unquoted: (_, t) => t('Put quotes around what begins with a sign, such as ">= 10" and "*".'),
  no_mapping: ({ keys }, t) => t('Keys with values are expected here: {0}.', keys.join(', ')),
  no_list: (_, t) => t('A list is expected here. Begin each budget with "- ".'),
  unknown_key: ({ key, keys, meant }, t) =>
    meant === null
      ? t('{0} is unknown. Allowed are {1}.', key, keys.join(', '))
      : t('{0} is unknown. Did you mean {1}? Allowed are {2}.', key, meant, keys.join(', ')),
  repeated_key: ({ key }, t) => t('{0} is there twice. The first one counts.', key),
  missing_key: ({ keys }, t) =>
    keys.length === 1
      ? t('{0} is missing.', keys.join(''))
      : t('One of these is missing: {0}.', keys.join(', ')),
  wrong_value: ({ key, value, wanted }, t) =>
    value === ''
      ? t('{0} has no value. {1}', key, allowedText(wanted, t))
      : t('{0} cannot be {1}. {2}', key, value, allowedText(wanted, t)),
  only_of_all: ({ key }, t) =>
    t('{0} is known of all requests together only. Write endpoint: "*".', key),
  beside_coverage: ({ key }, t) =>
    t('{0} cannot stand beside coverage. Make a budget of its own.', key),
};

function allowedText(wanted: ValueKind, t: Localize): string {
  switch (wanted) {
    case 'window':
      return t('Write 15m, 1h or 7d (s, m, h, d, w, y), the name of a session, or run.');
    case 'endpoint':
      return t('Write a template such as GET /api/users/{id}, /api/* or "*".');
    case 'percent':
      return t('Write a percentage from 0% to 100%.');
    case 'duration':
      return t('Write a time with its unit, such as 200ms or 2s.');
    case 'comparison':
      return t('Write a comparison in quotes, such as ">= 10" (>=, >, <=, <, =).');
    case 'statuses':
      return t('Write a list of statuses from 100 to 599, such as [200, 404].');
    case 'truth':
      return t('Write true or false.');
  }
}

/** One word for a verdict. */
export function verdictText(verdict: Verdict, t: Localize): string {
  switch (verdict) {
    case 'held':
      return t('held');
    case 'broken':
      return t('broken');
    case 'unsure':
      return t('cannot tell');
    case 'no_requests':
      return t('no requests');
    case 'unknown':
      return t('unknown');
  }
}

/** What is limited, by its name in the file. */
export function limitName(limit: Limit): string {
  switch (limit.kind) {
    case 'latency':
      return limit.of;
    case 'coveredOperations':
      return 'operations';
    case 'coveredStatuses':
      return 'statuses';
    default:
      return limit.kind;
  }
}

/** A limit as a file has it: `<= 1%`, `<= 200 ms`, `>= 10`, `200, 404`. */
export function limitText(limit: Limit, numbers: NumberFormat): string {
  switch (limit.kind) {
    case 'errorRate':
      return `<= ${numbers.exact(limit.percent)}%`;
    case 'latency':
      return `<= ${joined(numbers.bound(limit.milliseconds))}`;
    case 'requests':
      return `${limit.comparison} ${numbers.count(limit.count)}`;
    case 'statuses':
      return limit.allowed.join(', ');
    case 'coveredOperations':
    case 'coveredStatuses':
      return `>= ${numbers.exact(limit.percent)}%`;
  }
}

/** What there is: `3.1%`, `312 ms`, `8`, `500 (12)`, `7 of 10`; a dash where there is nothing. */
export function measuredText(judgement: Judgement, numbers: NumberFormat, t: Localize): string {
  const { kind, measured } = judgement;
  if (!measured) return unknown;
  switch (kind) {
    case 'errorRate':
      return rangeText(measured, (share) => joined(numbers.percent(share)), t);
    case 'latency':
      return quantileText(judgement, measured.quantile, numbers);
    case 'requests':
      return rangeText(measured, numbers.count, t);
    case 'statuses':
      return othersText(measured, numbers) || unknown;
    case 'coveredOperations':
    case 'coveredStatuses':
      return t('{0} of {1}', numbers.count(measured.reached), numbers.count(measured.total));
  }
}

/** So long after the last scrape, in seconds, nobody would say that something was not collected. */
const betweenScrapes = 90;

/** What is not known of the span that was judged, in sentences. */
export function remarksText(
  span: TimeWindow,
  { coveredSeconds, coveredUntil, unattributed }: Omit<SelectionTraffic, 'selected' | 'wholeP95'>,
  numbers: NumberFormat,
  t: Localize,
): readonly string[] {
  const length = span.to - span.from;
  const since = coveredUntil === null ? 0 : span.to - coveredUntil;
  const missing = length - coveredSeconds - (since <= betweenScrapes ? since : 0);
  const remarks: string[] = [];
  if (missing > 0) {
    const [some, all] = [numbers.count(missing), numbers.count(length)];
    remarks.push(t('{0} s of {1} s were not collected.', some, all));
  }
  if (unattributed > 0) {
    remarks.push(
      t('Requests that belong to no endpoint that is known: {0}.', numbers.count(unattributed)),
    );
  }
  return remarks;
}

/** How a limit is kept, and how far from it the number is, in one sentence. */
export function judgementText(judgement: Judgement, numbers: NumberFormat, t: Localize): string {
  const { kind, verdict, limit, measured } = judgement;
  const number = measuredText(judgement, numbers, t);
  if (verdict === 'no_requests') return t('There were no requests.');
  switch (kind) {
    case 'errorRate': {
      const most = `${numbers.exact(limit.percent)}%`;
      if (verdict === 'held') return t('The error rate is {0}, at most {1}.', number, most);
      if (verdict === 'unsure')
        return t(
          'The error rate is {0}, since the server does not tell which requests injected faults ended. Whether it is at most {1} cannot be told.',
          number,
          most,
        );
      const over = numbers.pointChange((measured?.least ?? 0) - limit.percent / 100);
      return t(
        'The error rate is {0}, {1} over the limit of {2}.',
        number,
        over.replace('+', ''),
        most,
      );
    }
    case 'latency': {
      const name = limit.of;
      const most = joined(numbers.bound(limit.milliseconds));
      if (!measured)
        return t(
          'No handler times are known, so {0} cannot be judged. They come from the request log of the server.',
          name,
        );
      const { bucket } = measured.quantile;
      if (verdict === 'held') return t('{0} is {1}, at most {2}.', name, number, most);
      if (verdict === 'unsure')
        return t(
          '{0} lies between {1} and {2}, which is all that its bucket tells. Whether it is at most {3} cannot be told.',
          name,
          joined(numbers.bound(bucket[0])),
          Number.isFinite(bucket[1]) ? joined(numbers.bound(bucket[1])) : '∞',
          most,
        );
      const over = joined(
        numbers.percent(shownValue(judgement, measured.quantile) / limit.milliseconds - 1),
      );
      return limit.milliseconds === 0
        ? t('{0} is {1}, over the limit of {2}.', name, number, most)
        : t('{0} is {1}, {2} over the limit of {3}.', name, number, over, most);
    }
    case 'requests': {
      const asked = `${limit.comparison} ${numbers.count(limit.count)}`;
      if (verdict === 'unsure')
        return t(
          'There were {0} requests, since the server does not tell which of them injected faults ended. Whether that is {1} cannot be told.',
          number,
          asked,
        );
      return verdict === 'held'
        ? t('There were {0} requests ({1}).', number, asked)
        : t('There were {0} requests. The budget asks for {1}.', number, asked);
    }
    case 'statuses': {
      const allowed = limit.allowed.join(', ');
      if (verdict === 'held') return t('No other statuses than {0} were seen.', allowed);
      if (verdict === 'unsure')
        return t(
          'Whether {0} came from injected faults alone cannot be told. Allowed are {1}.',
          number,
          allowed,
        );
      return t('Seen and not allowed: {0}. Allowed are {1}.', number, allowed);
    }
    case 'coveredOperations':
    case 'coveredStatuses': {
      if (!measured) return t('No API document is known, so coverage cannot be judged.');
      const { reached, total } = measured;
      const share = total === 0 ? unknown : joined(numbers.percent(reached / total));
      const least = `${numbers.exact(limit.percent)}%`;
      const reachedText = numbers.count(reached);
      const totalText = numbers.count(total);
      return kind === 'coveredOperations'
        ? t(
            '{0} of {1} operations were exercised ({2}). The budget asks for {3}.',
            ...[reachedText, totalText, share, least],
          )
        : t(
            '{0} of {1} declared statuses were seen ({2}). The budget asks for {3}.',
            ...[reachedText, totalText, share, least],
          );
    }
  }
}

function rangeText(
  { least, most }: MeasuredFacts['errorRate'],
  text: (value: number) => string,
  t: Localize,
): string {
  return least === most ? text(most) : t('{0} to {1}', text(least), text(most));
}

function quantileText(
  { limit }: LatencyJudgement,
  quantile: Quantile,
  numbers: NumberFormat,
): string {
  const isWhole = limit.of === 'wholeP95';
  return joined(isWhole ? numbers.quantile(quantile) : numbers.handlerQuantile(quantile));
}

/** Handlers are timed in whole milliseconds. */
function shownValue({ limit }: LatencyJudgement, { value }: Quantile): number {
  return limit.of === 'wholeP95' ? value : Math.ceil(value);
}

/** `500 (12), 404 (3)`, most first. */
function othersText({ others }: MeasuredFacts['statuses'], numbers: NumberFormat): string {
  return [...others]
    .sort((a, b) => b.requests - a.requests || a.status - b.status)
    .map(({ status, requests }) => `${status} (${numbers.count(requests)})`)
    .join(', ');
}
