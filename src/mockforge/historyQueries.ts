import { labelMatchersText } from '../prometheus/labelMatcher';
import type { LabelMatcher } from '../prometheus/labelMatcher';
import type { Labels } from '../prometheus/seriesTable';
import { countedSamples } from './metricMeaning';

const uptime = 'mockforge_uptime_seconds';
const processStart = 'process_start_time_seconds';

/** What to ask a Prometheus server that scrapes MockForge. */
export interface HistoryQueries {
  /** Selects every counted series. */
  readonly counted: string;
  /** When the sample behind each point was taken, unix seconds; uptime is there in every scrape. */
  readonly sampleTimes: string;
  /** The samples that say when a server's process started. */
  readonly ofServer: readonly string[];
  /** The series of a sample. */
  series(sample: string): string;
}

/** The queries for those servers whose labels fit all matchers. */
export function historyQueries(matchers: readonly LabelMatcher[]): HistoryQueries {
  const selected = labelMatchersText(matchers);
  const series = (sample: string): string => (selected === '' ? sample : `${sample}{${selected}}`);
  const counted = labelMatchersText([
    { label: '__name__', operator: '=~', value: countedSamples.join('|') },
    ...matchers,
  ]);
  return {
    counted: `{${counted}}`,
    sampleTimes: `timestamp(${series(uptime)})`,
    ofServer: [processStart, uptime],
    series: (sample) =>
      // Of MockForge servers only: nearly everything that is scraped has this metric.
      sample === processStart
        ? `${series(processStart)} and on (job, instance) ${series(uptime)}`
        : series(sample),
  };
}

const ownLabels = new Set([
  '__name__',
  'protocol',
  'method',
  'status',
  'pillar',
  'le',
  'error_type',
]);

/** Whether MockForge itself gives this label: it tells series of one server apart, not servers. */
export function isOwnLabel(label: string): boolean {
  return ownLabels.has(label);
}

/** The labels that MockForge itself gives a series, as it exposed them. */
export function ownLabelsOf(labels: Labels): Labels {
  return new Map([...labels].filter(([label]) => isOwnLabel(label) && label !== '__name__'));
}

/**
 * The labels that name the server which a series in Prometheus is of: all that MockForge itself does not give,
 * which are job, instance and whatever Prometheus was told to add.
 */
export function serverLabelsOf(labels: Labels): Labels {
  return new Map([...labels].filter(([label]) => !isOwnLabel(label)).sort());
}
