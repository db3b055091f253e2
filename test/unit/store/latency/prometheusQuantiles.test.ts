import { equal, ok } from 'node:assert/strict';
import { histogramCount, histogramQuantile } from '../../../../src/domain/histogram';
import { sparse } from '../../../../src/domain/sparseHistogram';
import { addCounts, encodeCounts } from '../../../../src/store/latency/sparseCounts';
import type { WholeDatabase } from '../support/wholeDatabase';
import { databases } from '../../../support/databases';
import { readQuantileFixture } from '../../../support/quantileFixture';
import type { HistogramCase, Quantiles } from '../../../support/quantileFixture';
import { writeShopDatabase } from '../../../support/shopDatabase';
import { rows } from '../../../support/trafficRows';

const lines = readQuantileFixture();
const histograms = lines.filter((line) => line.kind === 'histogram');
const windows = lines.filter((line) => line.kind === 'window');
const ranges = lines.filter((line) => line.kind === 'range');

/** What histogramQuantile is made for: ranks above 0, of times, which no bound below 0 was ever made for. */
function inDomain(
  bounds: readonly number[],
  quantiles: Quantiles,
): [rank: string, value: number | null][] {
  if ((bounds[0] ?? 0) < 0) return [];
  return Object.entries(quantiles).filter(([rank]) => Number(rank) > 0);
}

function assertClose(actual: unknown, expected: number | null, what: string): void {
  if (expected === null) equal(actual, null, what);
  else
    ok(
      Math.abs(Number(actual) - expected) <= 1e-9 * expected,
      `${what}: ${String(actual)} is not ${expected}`,
    );
}

/** Prometheus gives the highest bound for what lies above it, without saying so; we say so. */
function liesAbove({ counts }: HistogramCase, rank: number): boolean {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return rank * total > total - (counts.at(-1) ?? 0);
}

describe('Quantiles beside those of a real Prometheus (histogram_quantile)', function () {
  this.timeout(120_000);

  const newDatabase = databases();
  let shop: WholeDatabase;

  before(async () => {
    shop = await newDatabase(writeShopDatabase);
  });

  it('are many, some of them above every bound, some of nothing', () => {
    const asked = histograms.flatMap((one) =>
      inDomain(one.bounds, one.quantiles).map(([rank, value]) => ({
        one,
        rank: Number(rank),
        value,
      })),
    );
    ok(asked.length > 900);
    ok(asked.filter(({ one, rank, value }) => value !== null && liesAbove(one, rank)).length > 100);
    ok(asked.some(({ value }) => value === null));
  });

  it('are the same numbers from histogramQuantile', () => {
    for (const one of histograms) {
      const histogram = { bounds: one.bounds, counts: one.counts, sum: 0 };
      for (const [rank, expected] of inDomain(one.bounds, one.quantiles)) {
        const quantile = histogramQuantile(histogram, Number(rank));
        assertClose(quantile?.value ?? null, expected, `${one.name}, ${rank}`);
        equal(quantile?.above ?? false, liesAbove(one, Number(rank)), `${one.name}, ${rank}`);
      }
      if (histogramCount(histogram) === 0) equal(histogramQuantile(histogram, 0.5), undefined);
    }
  });

  it('are the same numbers from SQL, where what lies above every bound says so', async () => {
    for (const one of histograms) {
      const expected = inDomain(one.bounds, one.quantiles);
      if (expected.length === 0) continue;
      const halves = [
        one.counts.map((count) => count >> 1),
        one.counts.map((count) => count - (count >> 1)),
      ];
      const values = halves.map(
        (counts) =>
          `('${JSON.stringify(one.bounds)}', '${encodeCounts(sparse({ ...one, counts, sum: 0 }))}')`,
      );
      const columns = expected.map(
        ([rank]) => `histogram_quantile(${rank}, bounds, counts) AS "${rank}"`,
      );
      const [found] = await rows(
        shop,
        `WITH parts (bounds, counts) AS (VALUES ${values.join()}) SELECT ${columns.join()} FROM parts`,
      );
      for (const [rank, value] of expected) {
        const text = found?.[rank];
        if (liesAbove(one, Number(rank))) equal(text, `> ${value}`, `${one.name}, ${rank}`);
        else assertClose(text, value, `${one.name}, ${rank}`);
      }
    }
  });

  it('are the same over windows of a recording that was collected', async () => {
    ok(windows.length > 30);
    for (const { from, to, protocol, method, quantiles } of windows) {
      const expected = inDomain([], quantiles);
      const columns = expected.map(
        ([rank]) => `histogram_quantile(${rank}, bounds, counts) AS "${rank}"`,
      );
      const [found] = await rows(
        shop,
        `SELECT ${columns.join()} FROM latency_histograms JOIN bucket_bounds ON bucket_bounds.id = bounds_id
         WHERE resolution = 'minute' AND source = 'metrics' AND timestamp >= ${from} AND timestamp < ${to}
           AND protocol = '${protocol}' AND method = '${method}'`,
      );
      for (const [rank, seconds] of expected) {
        const what = `${protocol} ${method} from ${from} to ${to}, ${rank}`;
        assertClose(found?.[rank], seconds === null ? null : seconds * 1000, what);
      }
    }
  });

  it('come from buckets that moved, minute by minute, as query_range saw them move', async () => {
    const stored = await storedBuckets(shop);
    for (const { protocol, method, le, values } of ranges) {
      const bound = le === '+Inf' ? Infinity : Number(le) * 1000;
      let [minute, before] = values[0] ?? [0, 0];
      for (const [next, value] of values.slice(1)) {
        const what = `${protocol} ${method} le ${le} in ${minute}`;
        equal(stored(protocol, method, minute, bound), value - before, what);
        [minute, before] = [next, value];
      }
    }
    ok(ranges.length > 100);
  });
});

/** Observations of a stored minute at or below a bound, ms. */
async function storedBuckets(
  database: WholeDatabase,
): Promise<(protocol: string, method: string, minute: number, bound: number) => number> {
  const found = await rows(
    database,
    `SELECT protocol, method, timestamp AS minute, bounds, counts
     FROM latency_histograms JOIN bucket_bounds ON bucket_bounds.id = bounds_id
     WHERE resolution = 'minute' AND source = 'metrics'`,
  );
  return (protocol, method, minute, bound) => {
    const row = found.find(
      (one) => one['protocol'] === protocol && one['method'] === method && one['minute'] === minute,
    );
    if (!row) return 0;
    const bounds = [...(JSON.parse(String(row['bounds'])) as number[]), Infinity];
    const counts = new Array<number>(bounds.length).fill(0);
    addCounts(String(row['counts']), counts);
    return counts.reduce(
      (sum, count, i) => ((bounds[i] ?? 0) <= bound * (1 + 1e-12) ? sum + count : sum),
      0,
    );
  };
}
