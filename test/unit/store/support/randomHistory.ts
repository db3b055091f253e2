import fc from 'fast-check';
import type {
  CollectionEvent,
  CommitBatch,
  ErrorIncrement,
  MinuteContent,
} from '../../../../src/domain/commitBatch';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import { batchOf, clientOf, errorOf, gaugesOf, incrementOf, monday } from './batches';
import { failures, places, senders } from './plainFailures';
import { minutesOfTraffic } from './randomTraffic';

/** Commits in their order, and when somebody looks, unix seconds. */
export interface History {
  readonly batches: readonly CommitBatch[];
  readonly now: number;
  /** Whether what has expired by then is deleted first; days that minutes and hours are kept. */
  readonly cleansUp: boolean;
  readonly minuteAggregatesDays: number;
  readonly hourAggregatesDays: number;
}

const protocol = fc.constantFrom('http', 'grpc', 'mqtt');
const at = (seconds: number): number => monday + seconds;
const inTwoDays = fc.integer({ min: -hourSeconds, max: 2 * daySeconds }).map(at);

const endpoints = fc.array(
  fc
    .record({
      endpoint: fc.constantFrom('/api/users', '/api/users/:id', '/Ärger/"x"', '/health/live'),
      method: fc.constantFrom('GET', 'POST', null),
      protocol,
      statusCounts: fc.record({ '200': fc.nat(20), '500': fc.nat(3) }),
      lastSeen: inTwoDays,
      place: places,
    })
    .map(({ place, ...increment }) =>
      incrementOf({ ...increment, ...place, errorCount: increment.statusCounts['500'] }),
    ),
  { maxLength: 6 },
);

const clients = fc.array(
  fc
    .record({
      hour: inTwoDays.map((second) => floorTo(second, hourSeconds)),
      sender: senders,
      family: fc.constantFrom('curl', 'Firefox', null),
      protocol,
      requests: fc.integer({ min: 1, max: 9 }),
      errors: fc.nat(1),
      handler: fc.record({ sum: fc.nat(100), count: fc.nat(2) }),
      place: places,
    })
    .map(({ place, sender, ...client }) =>
      clientOf({
        ...client,
        ...place,
        userAgent: sender.userAgent,
        clientIp: sender.clientIp ?? '(unknown)',
      }),
    ),
  { maxLength: 8 },
);

const more = fc.array(
  fc
    .record({
      timestamp: fc.nat(600).map(at),
      count: fc.integer({ min: 1, max: 9 }),
      place: places,
    })
    .map(({ place, ...increment }): ErrorIncrement => {
      const { protocol: own, method, endpoint, statusCode, errorType, errorCategory } = errorOf();
      const kind = { protocol: own, method, endpoint, statusCode, errorType, errorCategory };
      return { ...kind, ...place, ...increment };
    }),
  { maxLength: 4 },
);

const detail = fc.constantFrom<CollectionEvent['detail']>(
  {},
  { how: 'scraped' },
  { how: 'backfill', source: 'http://prometheus', since: monday, until: monday + 60 },
  { name: 'release "ä"' },
);
const events = fc.array(
  fc
    .record({
      kind: fc.constantFrom<CollectionEvent['kind']>(
        'coverage',
        'gap',
        'server_restart',
        'clock_step',
      ),
      from: inTwoDays,
      length: fc.integer({ min: 0, max: 5 * hourSeconds }),
      detail,
    })
    .map(({ length, ...event }): CollectionEvent => ({ ...event, to: event.from + length })),
  { maxLength: 5 },
);
const marks = fc.array(
  fc
    .record({ from: inTwoDays, length: fc.nat(hourSeconds) })
    .map(({ from, length }): CollectionEvent => {
      return { kind: 'session_mark', from, to: from + length, detail: { name: `mark ${from}` } };
    }),
  { maxLength: 2 },
);
const gauges = fc.option(
  fc
    .record({
      minute: inTwoDays.map((second) => floorTo(second, 60)),
      memoryUsageBytes: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
      cpuUsagePercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      threadCount: fc.option(fc.nat(64)),
      uptimeSeconds: fc.option(fc.double({ min: 0, max: 1e7, noNaN: true })),
      place: places,
    })
    .map(({ place, ...own }) => gaugesOf({ ...own, ...place })),
);

const minutes = fc
  .tuple(minutesOfTraffic, fc.array(places, { minLength: 25, maxLength: 25 }))
  .map(([all, own]) => all.map((content, i): MinuteContent => ({ ...content, ...own[i] })));

/** Everything that a batch can hold, in two commits or three, the later of which write minutes of before again. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    minutes,
    parts: fc.array(
      fc.record({ endpoints, clients, moreErrors: more, events, marks, lastGauges: gauges }),
      { minLength: 3, maxLength: 3 },
    ),
    failures,
    cuts: fc.array(fc.nat(25), { minLength: 2, maxLength: 2 }),
    committedAt: fc.array(fc.nat(3 * daySeconds), { minLength: 3, maxLength: 3 }),
    now: fc.nat(9 * daySeconds).map(at),
    cleansUp: fc.boolean(),
    minuteAggregatesDays: fc.constantFrom(0.05, 0.5, 1.3),
    hourAggregatesDays: fc.constantFrom(0.5, 1, 9),
  })
  .map(({ parts, cuts, committedAt, minutes: all, failures: errors, now, ...rest }): History => {
    const times = committedAt.toSorted((a, b) => a - b).map(at);
    const [first = 0, second = 0] = cuts;
    const parted = [all.slice(0, first), all.slice(Math.min(first, second)), all.slice(second)];
    const batches = parts.map(({ marks: own, events: happened, ...part }, i) =>
      batchOf(i + 1, {
        ...part,
        events: [...happened, ...own],
        minutes: parted[i] ?? [],
        errors: errors.filter((_, index) => index % parts.length === i),
        committedAt: (times[i] ?? monday) * 1000,
        finalBefore: Math.min(...times),
      }),
    );
    return { ...rest, batches, now: Math.max(now, ...times) };
  });
