import type { ChartConfiguration } from 'chart.js';

/** Chart.js' configuration types do not widen from one chart type to all of them. */
export function widened(configuration: unknown): ChartConfiguration {
  return configuration as ChartConfiguration;
}
