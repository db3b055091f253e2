import { joined, noBreak } from '../../src/domain/numberFormat';
import type { NumberFormat } from '../../src/domain/numberFormat';
import type { ExplainedSide, Explanation, PartTotals } from '../../src/protocol/explanation';
import { t } from '../localize';
import {
  endpointGroup,
  groupsOf,
  isUp,
  strengthOf,
  arrow,
  arrowText,
  summaryText,
  partText,
  shareText,
  placesText,
  nameOf,
  ended,
} from './explainedAmounts';
import type { ExplainedGroup, Amount, Told, Formats, Side } from './explainedAmounts';

/** What the average time of a request is made of, ms; each null where it is not known. */
interface Times {
  readonly whole: number | null;
  readonly injected: number;
  readonly handler: number | null;
  readonly around: number | null;
}

/** What the time of requests differs in: handlers, injected delay, and what is around them. */
export function latencyTold(explanation: Explanation, formats: Formats): Told {
  const { window, rest } = explanation;
  const { numbers } = formats;
  const [here, elsewhere] = [timesOf(window), timesOf(rest)];
  const amount = (value: number | null): Amount => {
    if (value === null) return { value, measure: { value: t('not timed'), unit: '' } };
    if (value === 0) return { value, measure: { value: numbers.count(0), unit: 'ms' } };
    return { value, measure: numbers.milliseconds(value) };
  };
  const averages = { window: amount(here.whole), rest: amount(elsewhere.whole) };
  const change = (here.whole ?? 0) - (elsewhere.whole ?? 0);
  const timeParts = (['injected', 'handler', 'around'] as const)
    .map((key) => {
      const [own, others] = [here[key], elsewhere[key]];
      const share = own === null || others === null || change === 0 ? 0 : (own - others) / change;
      return { key, share, amounts: { window: amount(own), rest: amount(others) } };
    })
    .filter(({ amounts }) => amounts.window.value !== null && amounts.rest.value !== null)
    .sort((a, b) => b.share - a.share);
  const perRequest = ({ handlerMs, timed, injectedMs, requests }: PartTotals): Amount =>
    amount(
      timed === 0 && injectedMs === 0
        ? null
        : handlerMs / Math.max(1, timed) + injectedMs / Math.max(1, requests),
    );
  return {
    strength: strengthOf(averages),
    headline: ended(
      latencyHeadline(explanation, { averages, top: timeParts[0] }, numbers),
      explanation.since.latency,
      explanation,
      formats,
    ),
    measure: {
      title: t('Average time of a request'),
      summary: summaryText(averages, numbers),
      groups: groupsOf(averages, [
        {
          title: t('What it is made of'),
          parts: timeParts.map(({ key, share, amounts }) => ({
            what: timeText(key),
            share: Math.max(0, share),
            sentence: partText(share, amounts, numbers),
          })),
        },
        withSharedDelay(endpointGroup(explanation.latency, numbers, perRequest)),
      ]),
    },
  };
}

function latencyHeadline(
  { window, rest, latency, delayed }: Explanation,
  {
    averages,
    top,
  }: {
    readonly averages: Record<Side, Amount>;
    readonly top: { readonly key: keyof Times; readonly share: number } | undefined;
  },
  numbers: NumberFormat,
): string {
  const quantile = (['p50', 'p95'] as const).find((name) => {
    const [own, others] = [window[name], rest[name]];
    return own && others && joined(numbers.quantile(own)) !== joined(numbers.quantile(others));
  });
  const [own, others] = quantile ? [window[quantile], rest[quantile]] : [null, null];
  const subject =
    quantile && own && others
      ? `${quantile} ${arrowText(numbers.quantile(others), numbers.quantile(own))}`
      : t('Average time {0}', arrow(averages));
  if (!top || top.share <= 0) return subject;
  const [endpoint] = latency;
  const what = ((): string => {
    switch (top.key) {
      case 'injected':
        return t('injected delay on {0}', placesText(delayed));
      case 'handler':
        return endpoint
          ? t('time in handlers, mostly of {0}', nameOf(endpoint.item))
          : t('time in handlers');
      default:
        return t('time in the server outside the handlers');
    }
  })();
  const share = shareText(top.share, numbers);
  return isUp(averages)
    ? t('{0}: {1} of the added time is {2}', subject, share, what)
    : t('{0}: {1} of the saved time is {2}', subject, share, what);
}

function timesOf({
  measured,
  wholeMs,
  timed,
  handlerMs,
  injectedMs,
  requests,
}: ExplainedSide): Times {
  const handler = timed === 0 ? null : handlerMs / timed;
  if (measured === 0) {
    const injected = requests === 0 ? 0 : injectedMs / requests;
    return { whole: handler === null ? null : handler + injected, injected, handler, around: null };
  }
  const [whole, injected] = [wholeMs / measured, injectedMs / measured];
  return { whole, injected, handler, around: whole - injected - (handler ?? 0) };
}

function timeText(key: 'injected' | 'handler' | 'around'): string {
  const texts = {
    injected: t('Injected delay'),
    handler: t('Handler'),
    around: t('Server, outside the handler'),
  };
  return texts[key];
}

/** Delays are told by path: which of its methods had them is not known. */
function withSharedDelay({ title, parts }: ExplainedGroup): ExplainedGroup {
  return {
    title,
    parts: parts.map((part) =>
      typeof part.what !== 'string' && part.what.isShared
        ? { ...part, sentence: `≈${noBreak}${part.sentence}` }
        : part,
    ),
  };
}
