import type { CollectingStatus } from '../src/protocol/collectingStatus';
import type { DashboardData } from '../src/protocol/dashboardData';
import type { ChartTheme } from './charts/chartTheme';
import type { NumberFormat } from './format';
import type { TimeFormat } from './times';

/** All that the panels draw from. */
export interface DashboardView {
  readonly data: DashboardData;
  readonly status: CollectingStatus;
  readonly theme: ChartTheme;
  readonly numbers: NumberFormat;
  readonly times: TimeFormat;
  readonly errorRateThreshold: number;
  /** What the user searches for, lower case; empty for everything. */
  readonly search: string;
  readonly narrow: boolean;
}

/** `until 22:53:15` when the server does not answer, so that nobody takes old numbers for new ones. */
export function untilText({ status, times }: DashboardView): string | null {
  return status.phase === 'failing' && status.lastScrapeAt !== null
    ? `until ${times.clock(status.lastScrapeAt / 1000)}`
    : null;
}

/** The parts of a panel's note that there are. */
export function noteText(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ');
}

/** Whether any of the texts holds what the user searches for. */
export function matchesSearch(search: string, texts: readonly (string | number | null)[]): boolean {
  return (
    search === '' ||
    texts.some((text) =>
      String(text ?? '')
        .toLowerCase()
        .includes(search),
    )
  );
}
