import type { Percentile, StatusClass } from '../../src/protocol/chartValues';

/** What fills an area of a chart: a colour, or in high contrast a hatch. */
export type Fill = string | CanvasPattern;

/** Colours, resolved, as a canvas takes them. Read again whenever the editor's theme changes. */
export interface ChartTheme {
  readonly highContrast: boolean;
  readonly fontFamily: string;
  readonly ground: string;
  readonly text: string;
  readonly secondary: string;
  readonly grid: string;
  readonly axis: string;
  readonly veil: string;
  readonly hatch: string;
  readonly status: Readonly<Record<StatusClass, Fill>>;
  readonly statusEdge: Readonly<Record<StatusClass, string>>;
  readonly percentile: Readonly<Record<Percentile, string>>;
  readonly error: string;
  readonly errorArea: string;
  readonly requests: Fill;
  readonly delay: Fill;
  readonly selection: string;
  readonly selectionEdge: string;
}

/** Dashes of the percentiles' lines in high contrast, where colour alone must not tell them apart. */
export const percentileDashes: Readonly<Record<Percentile, readonly number[]>> = {
  p50: [],
  p95: [7, 3],
  p99: [2, 2],
};

/** The shape that marks a percentile's line everywhere. */
export const percentileShapes = { p50: 'circle', p95: 'rect', p99: 'triangle' } as const;
