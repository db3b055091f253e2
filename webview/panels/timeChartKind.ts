import type { ChartConfiguration } from 'chart.js';
import type { PanelName } from '../../src/domain/filterStanding';
import type {
  ComparedPoint,
  DashboardCharts,
  TrafficPoint,
} from '../../src/protocol/dashboardData';
import type { LegendItem } from '../charts/legend';
import type { TooltipRow } from '../charts/tooltip';
import type { DashboardView } from '../dashboardView';

/** What makes one time chart differ from another. */
export interface TimeChartKind {
  readonly name: PanelName;
  readonly title: string;
  /** Whether the event lane has words in it when the dashboard is wide, and when it is narrow. */
  readonly laneLabels: { readonly wide: boolean; readonly narrow: boolean };
  readonly note: (view: DashboardView) => string | null;
  readonly configuration: (view: DashboardView) => ChartConfiguration;
  /** The series with their values at a step, or their last ones; in the order of the datasets. */
  readonly legend: (view: DashboardView, step: number | null) => readonly LegendItem[];
  readonly tooltip: (view: DashboardView, step: number) => readonly TooltipRow[];
  readonly rows: ChartRows;
}

/** A chart's numbers as they are, one row a step: for spreadsheets, which cannot calculate with units. */
export interface ChartRows {
  /** Names of the columns after the time, in English and with their units: programs read them. */
  readonly head: (data: DashboardCharts) => readonly string[];
  /** What a step has in them; `before` is the compared period's under it, undefined without one. */
  readonly row: (
    data: DashboardCharts,
    point: TrafficPoint,
    before: ComparedPoint | undefined,
  ) => readonly (number | null)[];
}
