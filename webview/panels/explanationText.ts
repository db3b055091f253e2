import type { ExplainedName, Stand } from '../../src/domain/filterStanding';
import { standOfExplained } from '../../src/domain/filterStanding';
import { untoldText } from '../../src/domain/standingText';
import type { Explanation } from '../../src/protocol/explanation';
import { conditionsIn, ofHandlers } from '../../src/protocol/trafficFilter';
import { t } from '../localize';
import { duration } from '../text/duration';
import {
  rateOf,
  bothOf,
  endpointGroup,
  groupsOf,
  changeText,
  strengthOf,
  arrow,
  summaryText,
  shareText,
  nameOf,
  ended,
  markName,
} from './explainedAmounts';
import type { ExplainedMeasure, Told, Formats } from './explainedAmounts';
import { errorsTold } from './explainedErrors';
import { latencyTold } from './explainedLatency';

/** An explanation in words. */
export interface ExplainedText {
  /** What a person repeats: `p50 7.8 → 172 ms: 99.1% of the added time is injected delay, since the restart at 22:42.` */
  readonly headline: string;
  /** Restarts, gaps and marks inside the window; empty without any. */
  readonly happened: readonly string[];
  readonly measures: readonly ExplainedMeasure[];
}

/** Says why a window differs from the rest of its range, by what differs most. */
export function explainedText(explanation: Explanation, formats: Formats): ExplainedText {
  const isTold = (name: MeasureName): boolean => standOf(name, explanation).standing !== 'none';
  const measures = measureNames.map((name) => ({
    name,
    told: tellers[name](explanation, formats),
  }));
  const told = measures.filter(({ name }) => isTold(name));
  return {
    headline: nothingToCompare(explanation) ?? strongest(told) ?? noDifference(told.length),
    happened: happenedText(explanation, formats),
    measures: measures.map(({ name, told: { measure } }) => ({
      ...measure,
      ...(!isTold(name) && { summary: null, groups: [] }),
      notes: notesOf(name, explanation),
    })),
  };
}

const measureNames = ['latency', 'errors', 'requests'] as const;
type MeasureName = (typeof measureNames)[number];

const tellers: Readonly<Record<MeasureName, (explanation: Explanation, formats: Formats) => Told>> =
  {
    latency: latencyTold,
    errors: errorsTold,
    requests: requestsTold,
  };

/** On the page of an endpoint as under a filter for it. */
function standOf(name: ExplainedName, { filter }: Explanation): Stand {
  const stand = standOfExplained(name, conditionsIn(filter));
  return name === 'latency' && stand.standing === 'follows' && ofHandlers(filter)
    ? { standing: 'handler', kind: 'endpoint' }
    : stand;
}

/** What of a measure, or of its causes, cannot be told while the traffic is filtered as it is. */
function notesOf(name: MeasureName, explanation: Explanation): readonly string[] {
  const names = name === 'errors' ? (['errors', 'injected', 'unlisted'] as const) : [name];
  return names
    .map((own) => untoldText(own, standOf(own, explanation), t))
    .filter((text) => text !== null);
}

function nothingToCompare({ window, rest }: Explanation): string | null {
  if (window.askedSeconds === 0) return t('None of the hours of the filter are in this window.');
  if (rest.askedSeconds === 0) {
    return t('There is nothing to compare with: all hours of the filter are in this window.');
  }
  if (window.coveredSeconds === 0) return t('Nothing was collected in this window.');
  if (rest.coveredSeconds > 0) return null;
  return t('There is nothing to compare with: no other part of the range was collected.');
}

function strongest(measures: readonly { readonly told: Told }[]): string | null {
  const [first] = measures.map(({ told }) => told).toSorted((a, b) => b.strength - a.strength);
  return first && first.strength > 0 ? first.headline : null;
}

/** Of all three measures, of two without latency, or of errors alone. */
function noDifference(told: number): string {
  if (told === 1) return t('No difference: errors are those of the rest of the range.');
  return told === 2
    ? t('No difference: errors and requests are those of the rest of the range.')
    : t('No difference: latency, errors and requests are those of the rest of the range.');
}

/** `restart at 22:42:12`, `gap 22:43 – 22:45`, `mark “new cache” at 22:50:01`, `28 s not collected` */
function happenedText({ events, to, window }: Explanation, { times }: Formats): readonly string[] {
  const restarts = events.filter(({ kind }) => kind === 'server_restart');
  const last = restarts.at(-1);
  const many = restarts.length > 3 && last;
  const texts = events
    .filter((event) => !(many && event.kind === 'server_restart'))
    .map(({ kind, from: start, to: end, detail }) => {
      const at = times.moment(start, to);
      switch (kind) {
        case 'server_restart':
          return t('restart at {0}', at);
        case 'other_server':
          return t('another server from {0}', at);
        case 'session_mark':
          return t('mark “{0}” at {1}', markName(detail['name']), at);
        default:
          return t('gap {0} – {1}', at, times.moment(end, to));
      }
    });
  const { askedSeconds } = window;
  const missing = Math.round(askedSeconds - window.coveredSeconds);
  return [
    ...(many
      ? [t('{0} restarts, the last at {1}', String(restarts.length), times.moment(last.from, to))]
      : []),
    ...texts,
    ...(missing > 0
      ? [t('{0} of {1} not collected', duration(missing), duration(askedSeconds))]
      : []),
  ];
}

function requestsTold(explanation: Explanation, formats: Formats): Told {
  const { numbers } = formats;
  const rate = rateOf(explanation, numbers);
  const amounts = bothOf(({ requests }, side) => rate(requests, side), explanation);
  const [top] = explanation.requests;
  const subject = t('Requests {0}', arrow(amounts));
  const headline = top
    ? changeText(subject, amounts, shareText(top.share, numbers), nameOf(top.item))
    : subject;
  return {
    strength: strengthOf(amounts),
    headline: ended(headline, explanation.since.requests, explanation, formats),
    measure: {
      title: t('Requests'),
      summary: summaryText(amounts, numbers),
      groups: groupsOf(amounts, [
        endpointGroup(explanation.requests, numbers, ({ requests }, side) => rate(requests, side)),
      ]),
    },
  };
}
