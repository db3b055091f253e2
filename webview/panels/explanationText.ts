import type { EndpointPart, Explanation, PartTotals } from '../../src/protocol/explanation';
import { joined } from '../../src/domain/numberFormat';
import type { NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';

/** What a window differs in, and what each endpoint has to do with it. */
export interface ExplainedMeasure {
  readonly title: string;
  /** `Up 52.8%: 12.4/min here, 8.1/min in the rest of the range.` */
  readonly summary: string;
  readonly parts: readonly ExplainedPart[];
}

/** An endpoint's part: `62.0% of the change: up from 2.1/min to 4.8/min.` */
export interface ExplainedPart {
  readonly part: EndpointPart;
  readonly sentence: string;
}

type Side = Explanation['window'];

/** An amount on one side; the value is null where there is none to compare. */
interface Amount {
  readonly value: number | null;
  readonly text: string;
}

/** An explanation in sentences. */
export function explainedMeasures(
  { window, rest, requests, errors, latency }: Explanation,
  numbers: NumberFormat,
): readonly ExplainedMeasure[] {
  const rate =
    (count: (totals: PartTotals) => number) =>
    (totals: PartTotals, { coveredSeconds }: Side): Amount => {
      if (coveredSeconds === 0) return { value: null, text: t('nothing collected') };
      const value = (count(totals) * 60) / coveredSeconds;
      return { value, text: joined(numbers.perMinute(value)) };
    };
  const average = ({ handlerMs, timed }: PartTotals): Amount => {
    if (timed === 0) return { value: null, text: t('not timed') };
    return { value: handlerMs / timed, text: joined(numbers.milliseconds(handlerMs / timed)) };
  };
  const measure = (
    title: string,
    amount: (totals: PartTotals, side: Side) => Amount,
    parts: readonly EndpointPart[],
  ): ExplainedMeasure => {
    const [here, elsewhere] = [amount(window, window), amount(rest, rest)];
    return {
      title,
      summary: summaryText(here, elsewhere, numbers),
      // A change that is not to be seen has no parts worth a sentence.
      parts: (here.text === elsewhere.text ? [] : parts).map((part) => ({
        part,
        sentence: partText(
          part.share,
          amount(part.window, window),
          amount(part.rest, rest),
          numbers,
        ),
      })),
    };
  };
  return [
    measure(
      t('Requests'),
      rate((totals) => totals.requests),
      requests,
    ),
    measure(
      t('Errors'),
      rate((totals) => totals.errors),
      errors,
    ),
    measure(t('Average handler time'), average, latency),
  ];
}

function summaryText(here: Amount, rest: Amount, numbers: NumberFormat): string {
  if (here.text === rest.text) return t('{0}, as in the rest of the range.', here.text);
  if (here.value === null || rest.value === null || rest.value === 0) {
    return t('{0} here, {1} in the rest of the range.', here.text, rest.text);
  }
  const change = joined(numbers.percent(Math.abs(here.value / rest.value - 1)));
  return here.value > rest.value
    ? t('Up {0}: {1} here, {2} in the rest of the range.', change, here.text, rest.text)
    : t('Down {0}: {1} here, {2} in the rest of the range.', change, here.text, rest.text);
}

function partText(share: number, here: Amount, rest: Amount, numbers: NumberFormat): string {
  const part = joined(numbers.percent(share));
  if (here.value === null || rest.value === null) {
    return t('{0} of the change: {1} here, {2} elsewhere.', part, here.text, rest.text);
  }
  if (here.text === rest.text) {
    return t('{0} of the change, due to call volume; unchanged at {1}.', part, here.text);
  }
  return here.value > rest.value
    ? t('{0} of the change: up from {1} to {2}.', part, rest.text, here.text)
    : t('{0} of the change: down from {1} to {2}.', part, rest.text, here.text);
}
