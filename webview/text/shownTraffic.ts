import { conditionText } from '../../src/domain/conditionText';
import { isoTime } from '../../src/domain/time';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { DashboardView } from '../dashboardView';
import { t } from '../localize';
import { comparedText } from './compareChoices';

/** Letters of a file's name that say what the traffic is narrowed down to. */
const longestFilter = 40;

/** What the traffic is narrowed down to, each as people call it. */
export function filterTexts(
  { query: { filter } }: DashboardCharts,
  locale: string,
): readonly string[] {
  if (!filter) return [];
  const { conditions, workspaceId, environment, endpoint } = filter;
  return [
    ...conditions.map((condition) => conditionText(condition, locale, t)),
    workspaceId,
    environment,
    endpoint && [endpoint.method, endpoint.endpoint].filter(Boolean).join(' '),
  ].filter((text): text is string => Boolean(text));
}

/** What a picture is of: server, range with year and zone, what it is narrowed down to and compared with. */
export function shownTexts({ data, source, times, locale }: DashboardView): readonly string[] {
  const compared = comparedText(data, times);
  return [
    source,
    times.wholeSpan(data.query.from, data.query.to),
    ...filterTexts(data, locale),
    ...(compared === null ? [] : [t('compared with {0}', compared)]),
  ];
}

/**
 * The name of a file of this traffic, without its ending: `errors-graphql-20261123t2200z-20261123t2300z`.
 * @param span unix seconds; null where the rows have times that are not the range's
 */
export function fileName(
  name: string,
  { data }: Pick<DashboardView, 'data'>,
  span: { readonly from: number; readonly to: number } | null = data.query,
): string {
  const filter = wordsOf(filterTexts(data, 'en').join(' ')).join('-').slice(0, longestFilter);
  const ends = span ? [span.from, span.to].map(compactTime) : [];
  return [name, filter, ...ends].filter((part) => part !== '').join('-');
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** `20261123t2200z`: ISO 8601, in the letters that a file's name may have. */
function compactTime(seconds: number): string {
  return `${isoTime(seconds).slice(0, 16).replaceAll(/[-:]/g, '').toLowerCase()}z`;
}
