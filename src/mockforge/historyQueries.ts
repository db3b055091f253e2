import { countedSamples } from './metricMeaning';

/** What to ask a Prometheus server that scrapes MockForge, beside the counted samples themselves. */
export const historyQueries = {
  /** Selects every counted series. */
  counted: `{__name__=~"${countedSamples.join('|')}"}`,
  /** When the sample behind each point was taken, unix seconds; uptime is there in every scrape. */
  sampleTimes: 'timestamp(mockforge_uptime_seconds)',
  uptime: 'mockforge_uptime_seconds',
  /** Of MockForge servers only: nearly everything that is scraped has this metric. */
  processStart: 'process_start_time_seconds and on (job, instance) mockforge_uptime_seconds',
} as const;

const ownLabels = new Set([
  '__name__',
  'protocol',
  'method',
  'status',
  'pillar',
  'le',
  'error_type',
]);

/**
 * Names the server that a series in Prometheus is of: all labels that MockForge itself does not give, which
 * are job, instance and whatever Prometheus was told to add.
 */
export function instanceOf(labels: ReadonlyMap<string, string>): string {
  return JSON.stringify([...labels].filter(([name]) => !ownLabels.has(name)).sort());
}
