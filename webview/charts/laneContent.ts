import type { NumberFormat } from '../../src/domain/numberFormat';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import { interruptionsOf } from '../../src/protocol/interruptions';
import type { Interruptions } from '../../src/protocol/interruptions';
import { spanText } from '../../src/protocol/interruptionText';
import { t } from '../localize';

/** A span of which nothing or nothing exact is known, drawn hatched over the charts. Unix seconds. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** Nobody collected, which is no event: drawn fainter than a gap, and its label inside where it has room. */
  readonly isQuiet: boolean;
}

/** What the event lane above a chart tells. */
export interface LaneContent extends Pick<Interruptions, 'restarts' | 'marks'> {
  readonly bands: readonly Band[];
}

/** Bands and markers of a range; `failing`: the server does not answer now, so what is missing at the end is that. */
export function laneContentOf(
  data: DashboardCharts,
  failing: boolean,
  numbers: NumberFormat,
): LaneContent {
  const { spans, restarts, marks } = interruptionsOf(data, failing);
  const bands = spans.map((span) => ({
    from: span.from,
    to: span.to,
    label: spanText(span, numbers, t),
    isQuiet: span.kind === 'not_collected',
  }));
  return { bands, restarts, marks };
}
