import { ranges } from '../src/protocol/webviewMessages';
import type { DashboardViewState, Range } from '../src/protocol/webviewMessages';

/** What a dashboard begins with. */
export const initialState: DashboardViewState = { range: '15m', search: '', live: true };

/**
 * The state that an earlier life of this view left behind. It may be of another version, so whatever is not
 * as it should be becomes the default.
 */
export function restoredState(saved: unknown): DashboardViewState {
  if (typeof saved !== 'object' || saved === null) return initialState;
  const { range, search, live } = saved as Record<string, unknown>;
  return {
    range: isRange(range) ? range : initialState.range,
    search: typeof search === 'string' ? search : initialState.search,
    live: typeof live === 'boolean' ? live : initialState.live,
  };
}

export function isRange(value: unknown): value is Range {
  return ranges.some((range) => range === value);
}

const rangeWords: Readonly<Record<Range, string>> = {
  '15m': '15 minutes',
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '1y': '1 year',
};

/** A range in words, for labels and messages. */
export function rangeName(range: Range): string {
  return rangeWords[range];
}
