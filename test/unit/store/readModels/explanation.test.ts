import { deepEqual, equal, ok } from 'node:assert/strict';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import { noBreak, numberFormat } from '../../../../src/domain/numberFormat';
import { timeFormat } from '../../../../src/domain/timeFormat';
import type { Explanation } from '../../../../src/protocol/explanation';
import type { Recording } from '../../../../src/replay/recording';
import { explainedText } from '../../../../webview/panels/explanationText';
import { databases } from '../../../support/databases';
import type { ClientRequest } from '../../../support/shop';
import { isInjected, shopClients, shopRecording } from '../../../support/shop';
import { writeShopDatabase } from '../../../support/shopDatabase';
import {
  batchOf,
  coverageOf,
  errorOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  queryOf,
  rowOf,
} from '../support/batches';
import { newDatabases } from '../support/databases';

const minute = 60;

/** A moment of the recording's evening, unix seconds. */
function evening(time: string): number {
  return Date.parse(`2026-11-23T${time}:00Z`) / 1000;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('an explanation of the recording', function () {
  this.timeout(120_000);

  const newDatabase = databases();
  const [from, to] = [evening('22:42'), evening('22:50')];
  const clients = shopClients();
  const isHere = ({ t0 }: ClientRequest): boolean => t0 >= from * 1000 && t0 < to * 1000;
  const here = clients.filter(isHere);
  const elsewhere = clients.filter((request) => !isHere(request));
  let after: Explanation;
  let recording: Recording;
  let explanation: Explanation;

  before(async () => {
    recording = await shopRecording();
    const database = await newDatabase(writeShopDatabase);
    const span = queryOf({ from: evening('22:30'), to: evening('23:00') });
    explanation = await database.explain({ span, from, to });
    after = await database.explain({ span, from: evening('22:50'), to: evening('22:55') });
  });

  it('says in one sentence that the delay was injected, and since when', () => {
    const { headline, happened } = explainedText(explanation, {
      numbers: numberFormat('en'),
      times: timeFormat('en', 'UTC'),
    });
    equal(
      headline.replaceAll(noBreak, ' '),
      'p50 7.8 → 172 ms: 99.1% of the added time is injected delay on at least 13 of 16 endpoints, since the restart at 22:42.',
    );
    deepEqual(
      happened.map((text) => text.replaceAll(noBreak, ' ')),
      ['restart at 22:42:12', 'restart at 22:49:31', '28 s of 8 min not collected'],
    );
  });

  it('says of a window without delay where the rest has it', () => {
    deepEqual(after.delayed, { some: 13, all: 16, isLeast: true });
    deepEqual([after.faulty.some, after.faulty.all], [16, 16]);
  });

  it("has the percentiles and times that the clients' own account has", () => {
    for (const [side, sent] of [
      [explanation.window, here],
      [explanation.rest, elsewhere],
    ] as const) {
      const times = sent.map(({ t0, t1 }) => t1 - t0).sort((a, b) => a - b);
      const [low, high] = side.p50?.bucket ?? [NaN, NaN];
      const median = times[times.length >> 1] ?? NaN;
      ok(low < median && median <= high, `${median} of ${low} to ${high}`);
      // Clients measure the way to the server too.
      const way = average(times) - side.wholeMs / side.measured;
      ok(way > 0 && way < 2.5, `${way} ms`);
    }
  });

  it('has all of the delay that the server says it injected, which is what the clients waited longer', () => {
    const second = recording.scrapes.filter(
      ({ t, status }) => status === 200 && t < 1_795_474_160_495,
    );
    const body = second.at(-1)?.body ?? '';
    const sums = [...body.matchAll(/mockforge_chaos_latency_ms_sum\{.*\} (\S+)/g)];
    const delayed = sums.reduce((sum, [, value]) => sum + Number(value), 0);
    equal(explanation.window.injectedMs, delayed);
    equal(explanation.rest.injectedMs, 0);
    const waited = (sent: readonly ClientRequest[]): number =>
      average(sent.map(({ t0, t1 }) => t1 - t0));
    const share = delayed / here.length / (waited(here) - waited(elsewhere));
    ok(Math.abs(share - 0.991) < 0.01, `${share}`);
  });

  it("splits errors by what the clients' own account says of each", () => {
    const causeOf = (request: ClientRequest): string => {
      if (isInjected(request)) return 'injected';
      return request.status === 404 && request.route === null ? 'notDefined' : 'validation';
    };
    const failed = (sent: readonly ClientRequest[]): Record<string, number> => {
      const counts: Record<string, number> = { injected: 0, validation: 0, notDefined: 0 };
      for (const request of sent.filter(({ status }) => status >= 400)) {
        const cause = causeOf(request);
        counts[cause] = (counts[cause] ?? 0) + 1;
      }
      return counts;
    };
    const told = (side: 'window' | 'rest'): Record<string, number> =>
      Object.fromEntries(explanation.causes.map(({ item, [side]: count }) => [item, count]));
    deepEqual(told('window'), failed(here));
    deepEqual(told('rest'), failed(elsewhere));
  });
});

describe('an explanation', () => {
  const newDatabase = newDatabases();

  async function explained(
    ...[events, window]: readonly [
      Parameters<typeof batchOf>[1],
      { readonly from: number; readonly to: number },
    ]
  ): Promise<Explanation> {
    const database = await newDatabase();
    await database.commit(batchOf(1, events));
    const span = queryOf({ to: monday + 600, routes: [{ method: 'GET', endpoint: '/api/users' }] });
    return database.explain({ span, ...window });
  }

  const slow = { from: monday + 5 * minute, to: monday + 8 * minute };
  /** Slow from the fifth minute to the eighth. */
  const minutes = Array.from({ length: 10 }, (_, i) =>
    minuteOf(monday + i * minute, {
      rows: [rowOf({ requestCount: 2 })],
      histograms: [minuteHistogramOf(i >= 5 && i < 8 ? [90, 90] : [4, 4])],
    }),
  );
  const covered = coverageOf(monday, monday + 600);
  const restartAt = (at: number): CommitBatch['events'] => [
    covered,
    { kind: 'server_restart', from: at, to: at, detail: {} },
  ];

  it('names a restart shortly before the window, if that changed it', async () => {
    const at = monday + 5 * minute - 20;
    const { since, events } = await explained({ minutes, events: restartAt(at) }, slow);
    deepEqual(since, {
      requests: null,
      errors: null,
      latency: { kind: 'server_restart', at, name: null },
    });
    deepEqual(events, []);
  });

  it('names no restart that changed nothing', async () => {
    const at = monday + 3 * minute;
    const { since } = await explained({ minutes, events: restartAt(at) }, slow);
    equal(since.latency, null);
  });

  it('tells failures of a route from those of paths without one, and what nobody lists', async () => {
    const at = { timestamp: slow.from, statusCode: 404, errorType: 'not_found' };
    const { causes } = await explained(
      {
        events: [covered],
        minutes: [minuteOf(slow.from, { rows: [rowOf({ requestCount: 9, errorCount: 4 })] })],
        errors: [
          errorOf(at),
          errorOf({ ...at, endpoint: '/nope' }),
          errorOf({ ...at, endpoint: '/no' }),
        ],
      },
      slow,
    );
    deepEqual(
      causes.map(({ item, window, rest }) => [item, window, rest]),
      [
        ['notDefined', 2, 0],
        ['other', 1, 0],
        ['unlisted', 1, 0],
      ],
    );
  });

  it('leaves a part of the change to requests that no endpoint is known of', async () => {
    const rows = [rowOf({ requestCount: 3 }), rowOf({ endpoint: null, requestCount: 1 })];
    const { requests } = await explained(
      { events: [covered], minutes: [minuteOf(slow.from, { rows })] },
      slow,
    );
    deepEqual(
      requests.map(({ item, share }) => [item.endpoint, share]),
      [['/api/users', 0.75]],
    );
  });

  it('takes from the delay of a path what belongs to the methods of the one endpoint', async () => {
    const database = await newDatabase();
    const delayed = { source: 'injected', method: null, endpoint: '/api/users' } as const;
    await database.commit(
      batchOf(1, {
        events: [covered],
        minutes: [
          minuteOf(slow.from, {
            rows: [rowOf({ requestCount: 3 }), rowOf({ method: 'PUT', requestCount: 1 })],
            histograms: [minuteHistogramOf([100, 100], delayed)],
          }),
        ],
      }),
    );
    const all = { conditions: [], workspaceId: null, environment: null, endpoint: null };
    const get = { protocol: 'http', method: 'GET', endpoint: '/api/users' } as const;
    const chip = { kind: 'endpoint', isExcluded: false, ...get } as const;
    for (const filter of [
      all,
      { ...all, endpoint: get },
      { ...all, conditions: [chip] },
    ] as const) {
      const isNarrowed = filter !== all;
      const span = queryOf({ to: monday + 600, filter });
      const { latency, window } = await database.explain({ span, ...slow });
      deepEqual(
        latency.map(({ item, window: own }) => [item.method, item.isShared, own.injectedMs]),
        isNarrowed
          ? [['GET', true, 150]]
          : [
              ['GET', true, 150],
              ['PUT', true, 50],
            ],
      );
      equal(window.injectedMs, isNarrowed ? 150 : 200);
    }
  });
});
