import type { DashboardData } from '../../../src/protocol/dashboardData';
import type { ChartTheme } from '../../../webview/charts/chartTheme';
import type { ChartView } from '../../../webview/charts/chartView';
import { numberFormat } from '../../../src/domain/numberFormat';
import { timeFormat } from '../../../src/domain/timeFormat';

export { dashboard, event, partly, point, quantileOf, start } from '../../support/dashboardData';

export function view(
  data: DashboardData,
  highContrast = false,
): ChartView & { readonly locale: string } {
  return {
    data,
    theme: { ...theme, highContrast },
    numbers: numberFormat('en'),
    times: timeFormat('en', 'UTC'),
    errorRateThreshold: 0.05,
    narrow: false,
    locale: 'en',
  };
}

const theme: ChartTheme = {
  highContrast: false,
  fontFamily: 'sans-serif',
  ground: 'ground',
  text: 'text',
  secondary: 'secondary',
  grid: 'grid',
  axis: 'axis',
  veil: 'veil',
  hatch: 'hatch',
  status: { '2xx': 'green', '3xx': 'blue', '4xx': 'yellow', '5xx': 'red', other: 'grey' },
  statusEdge: { '2xx': 'green', '3xx': 'blue', '4xx': 'yellow', '5xx': 'red', other: 'grey' },
  percentile: { p50: 'blue', p95: 'purple', p99: 'orange' },
  error: 'red',
  errorArea: 'pale red',
  requests: 'blue',
  delay: 'hatched',
  selection: 'pale blue',
  selectionEdge: 'blue',
};
