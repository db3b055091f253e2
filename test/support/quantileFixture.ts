import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository';

/** Quantiles by their rank as text, null for NaN. */
export type Quantiles = Readonly<Record<string, number | null>>;

/** A distribution that was made up; counts are not cumulative, the last is the +Inf bucket's. */
export interface HistogramCase {
  readonly kind: 'histogram';
  readonly name: string;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly quantiles: Quantiles;
}

/** What the recording `shop` counted between two minutes (unix seconds) of one process; quantiles in seconds. */
export interface WindowCase {
  readonly kind: 'window';
  readonly from: number;
  readonly to: number;
  readonly protocol: string;
  readonly method: string;
  readonly quantiles: Quantiles;
}

/** A cumulative bucket's value at whole minutes (unix seconds) of one process of the recording `shop`. */
export interface BucketRange {
  readonly kind: 'range';
  readonly protocol: string;
  readonly method: string;
  readonly le: string;
  readonly values: readonly (readonly [minute: number, value: number])[];
}

export type QuantileLine =
  | { readonly kind: 'meta'; readonly prometheus: string; readonly made: string }
  | HistogramCase
  | WindowCase
  | BucketRange;

export const quantileFixture = join(
  repositoryRoot(),
  'test',
  'fixtures',
  'prometheus-quantiles.jsonl',
);

/** What a real Prometheus said, as recordQuantiles wrote it down. */
export function readQuantileFixture(): QuantileLine[] {
  return readFileSync(quantileFixture, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as QuantileLine);
}
