import type { EndpointPart, Explanation, PartTotals } from '../src/protocol/explanation';
import { joined } from './format';
import type { NumberFormat } from './format';
import { t } from './localize';

/** What a window differs in, and what each endpoint has to do with it. */
export interface ExplainedMeasure {
  readonly title: string;
  /** `12.4/min here, 8.1/min in the rest` */
  readonly summary: string;
  readonly parts: readonly { readonly part: EndpointPart; readonly sentence: string }[];
}

type Side = Explanation['window'];

/** An explanation in sentences. */
export function explainedMeasures(
  { window, rest, requests, errors, latency }: Explanation,
  numbers: NumberFormat,
): readonly ExplainedMeasure[] {
  const perMinute = (count: number, { coveredSeconds }: Side): string =>
    coveredSeconds === 0
      ? t('nothing collected')
      : `${numbers.perSecond((count * 60) / coveredSeconds).value}/min`;
  const average = ({ handlerMs, timed }: PartTotals): string =>
    timed === 0 ? t('not timed') : joined(numbers.milliseconds(handlerMs / timed));
  const sentence = ({ share }: EndpointPart, here: string, elsewhere: string): string => {
    // Where others went the other way a part is more than the whole, which `percent` never says.
    const part = share > 1 ? `${numbers.count(share * 100)}%` : joined(numbers.percent(share));
    return t('{0} of the change: {1}, {2} in the rest.', part, here, elsewhere);
  };
  const counted = (
    title: string,
    count: (totals: PartTotals) => number,
    parts: readonly EndpointPart[],
  ): ExplainedMeasure => ({
    title,
    summary: t(
      '{0} here, {1} in the rest',
      perMinute(count(window), window),
      perMinute(count(rest), rest),
    ),
    parts: parts.map((part) => ({
      part,
      sentence: sentence(
        part,
        perMinute(count(part.window), window),
        perMinute(count(part.rest), rest),
      ),
    })),
  });
  return [
    counted(t('Requests'), (totals) => totals.requests, requests),
    counted(t('Errors'), (totals) => totals.errors, errors),
    {
      title: t('Handler time'),
      summary: t('{0} on average here, {1} in the rest', average(window), average(rest)),
      parts: latency.map((part) => ({
        part,
        sentence: sentence(part, average(part.window), average(part.rest)),
      })),
    },
  ];
}
