import type { NumberFormat } from '../../src/domain/numberFormat';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import { interruptionsOf } from '../../src/protocol/interruptions';
import type { Interruptions, UncertainSpan } from '../../src/protocol/interruptions';
import { t } from '../localize';
import { duration } from '../text/duration';

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
    label: labelOf(span, numbers),
    isQuiet: span.kind === 'not_collected',
  }));
  return { bands, restarts, marks };
}

/** `gap 30 s`; where requests of it have no time of their own, how many: `gap 26 h, 312 requests`. */
function labelOf(span: UncertainSpan, numbers: NumberFormat): string {
  const label = kindText(span);
  return span.unplaced > 0
    ? t('{0}, {1} requests at an unknown time', label, numbers.count(span.unplaced))
    : label;
}

function kindText({ kind, from, to }: UncertainSpan): string {
  switch (kind) {
    case 'gap':
      return t('gap {0}', duration(to - from));
    case 'clock_ahead':
      return t('clock was ahead');
    case 'no_answer':
      return t('no answer');
    case 'not_collected':
      return t('not collected');
  }
}
