import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { floorTo } from '../../src/domain/time';
import type { RecordedProcess, Recording } from '../../src/replay/recording';
import type { AnsweredSeries } from './prometheusServer';
import { PrometheusServer } from './prometheusServer';
import { quantileFixture } from './quantileFixture';
import type { HistogramCase, QuantileLine, Quantiles } from './quantileFixture';
import { shopRecording } from './shop';

const ranks = ['0', '0.01', '0.5', '0.9', '0.95', '0.99', '1'];
const latencyBuckets = 'mockforge_request_duration_seconds_bucket';

/** A case before Prometheus was asked. */
type Distribution = Pick<HistogramCase, 'name' | 'bounds' | 'counts'>;

const edges: readonly Distribution[] = [
  { name: 'all above the highest bound', bounds: [1, 2, 5], counts: [0, 0, 0, 7] },
  { name: 'most above the highest bound', bounds: [1, 2, 5], counts: [1, 0, 2, 90] },
  { name: 'one in a hundred above', bounds: [1, 2, 5], counts: [50, 30, 19, 1] },
  { name: 'all in the first bucket', bounds: [1, 2, 5], counts: [9, 0, 0, 0] },
  { name: 'all in the last finite bucket', bounds: [1, 2, 5], counts: [0, 0, 9, 0] },
  { name: 'empty buckets in between', bounds: [1, 2, 5, 10, 20], counts: [50, 0, 0, 0, 50, 0] },
  { name: 'a rank on a bound before empty buckets', bounds: [1, 2, 5], counts: [95, 0, 0, 5] },
  { name: 'no observation', bounds: [1, 2, 5], counts: [0, 0, 0, 0] },
  { name: 'one observation', bounds: [1, 2, 5], counts: [0, 1, 0, 0] },
  { name: 'one bound', bounds: [1], counts: [3, 1] },
  { name: 'a first bound of 0', bounds: [0, 1, 2], counts: [60, 30, 10, 0] },
  { name: 'a first bound of 0 with nothing in it', bounds: [0, 1, 2], counts: [0, 30, 10, 0] },
  { name: 'bounds below 0', bounds: [-5, -1, 3], counts: [60, 30, 10, 0] },
];

const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const count = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(1_000_000_000));

const randomOnes = fc
  .uniqueArray(positive, { minLength: 1, maxLength: 14 })
  .map((bounds) => bounds.sort((a, b) => a - b))
  .chain((bounds) => {
    const length = bounds.length + 1;
    const counts = fc.array(count, { minLength: length, maxLength: length });
    return fc.record({ bounds: fc.constant(bounds), counts });
  });

function distributions(): Distribution[] {
  const random = fc.sample(randomOnes, { seed: 1, numRuns: 150 });
  return [...edges, ...random.map((one, i) => ({ name: `random ${i}`, ...one }))];
}

/**
 * Lets a real Prometheus work out quantiles, of distributions that are made up and of the recording `shop`,
 * and writes down what it says: `node out/test/support/recordQuantiles.js`.
 */
async function main(): Promise<void> {
  const recording = await shopRecording();
  const cases = distributions();
  const at = Math.floor(recording.from / 1000);
  const server = await PrometheusServer.start(madeUp(cases, at) + recorded(recording));
  try {
    const lines: QuantileLine[] = [
      {
        kind: 'meta',
        prometheus: await server.version(),
        made: 'test/support/recordQuantiles.ts: histogram_quantile and query_range of a real server',
      },
      ...(await askMadeUp(server, cases, at)),
    ];
    for (const process of recording.processes) lines.push(...(await askRecorded(server, process)));
    await writeFile(quantileFixture, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } finally {
    await server.stop();
  }
}

function madeUp(cases: readonly Distribution[], at: number): string {
  return cases
    .flatMap(({ name, bounds, counts }) => {
      let below = 0;
      return counts.map((inBucket, i) => {
        below += inBucket;
        return `case_bucket{case="${name}",le="${bounds[i] ?? '+Inf'}"} ${below} ${at}\n`;
      });
    })
    .join('');
}

/** The buckets of all good scrapes at their times. */
function recorded({ scrapes }: Recording): string {
  return scrapes
    .filter(({ status }) => status === 200)
    .flatMap(({ t, body }) =>
      body
        .split('\n')
        .filter((line) => line.startsWith(`${latencyBuckets}{`))
        .map((line) => `${line} ${t / 1000}\n`),
    )
    .join('');
}

async function askMadeUp(
  server: PrometheusServer,
  cases: readonly Distribution[],
  at: number,
): Promise<QuantileLine[]> {
  const quantiles = await askQuantiles(server, 'sum by (case, le) (case_bucket)', at);
  return cases.map((one) => ({
    kind: 'histogram',
    ...one,
    quantiles: quantilesWhere(quantiles, (metric) => metric['case'] === one.name),
  }));
}

async function askRecorded(
  server: PrometheusServer,
  process: RecordedProcess,
): Promise<QuantileLine[]> {
  const first = floorTo(process.from / 1000, 60) + 120;
  const last = floorTo(process.to / 1000, 60);
  const summed = `sum by (protocol, method, le) (${latencyBuckets})`;
  // A scrape is there a moment after the minute at which it was due.
  const range = { start: first + 1, end: last + 1, step: 60 };
  const ranges = (await server.queryRange(summed, range)).map(
    ({ metric, values = [] }): QuantileLine => ({
      kind: 'range',
      ...protocolAndMethod(metric),
      le: metric['le'] ?? '',
      values: values.map(([time, value]) => [time - 1, Number(value)]),
    }),
  );
  const windows = [
    [first, first + 60],
    [first + 60, first + 240],
    [first, last],
  ] as const;
  const asked = await Promise.all(windows.map(([from, to]) => askWindow(server, from, to)));
  return [...asked.flat(), ...ranges];
}

async function askWindow(
  server: PrometheusServer,
  from: number,
  to: number,
): Promise<QuantileLine[]> {
  const moved = `${latencyBuckets} - ${latencyBuckets} offset ${to - from}s`;
  const quantiles = await askQuantiles(server, `sum by (protocol, method, le) (${moved})`, to + 1);
  const series = quantiles[0]?.answer ?? [];
  return series.map(({ metric }) => {
    const names = protocolAndMethod(metric);
    const same = (other: AnsweredSeries['metric']): boolean =>
      other['protocol'] === names.protocol && other['method'] === names.method;
    return { kind: 'window', from, to, ...names, quantiles: quantilesWhere(quantiles, same) };
  });
}

interface RankAnswer {
  readonly rank: string;
  readonly answer: readonly AnsweredSeries[];
}

function askQuantiles(
  server: PrometheusServer,
  buckets: string,
  time: number,
): Promise<RankAnswer[]> {
  return Promise.all(
    ranks.map(async (rank) => ({
      rank,
      answer: await server.query(`histogram_quantile(${rank}, ${buckets})`, time),
    })),
  );
}

function quantilesWhere(
  answers: readonly RankAnswer[],
  isIt: (metric: AnsweredSeries['metric']) => boolean,
): Quantiles {
  return Object.fromEntries(
    answers.map(({ rank, answer }) => {
      const value = Number(answer.find(({ metric }) => isIt(metric))?.value?.[1]);
      return [rank, Number.isNaN(value) ? null : value];
    }),
  );
}

function protocolAndMethod(metric: AnsweredSeries['metric']): { protocol: string; method: string } {
  return { protocol: metric['protocol'] ?? '', method: metric['method'] ?? '' };
}

void main();
