import { deepEqual, equal, match } from 'node:assert/strict';
import { mockPortPaths } from '../../../src/mockforge/paths';
import { LoopedServer } from '../../../src/replay/loopedServer';
import { RecordedServer } from '../../../src/replay/recordedServer';
import type { RecordedAnswer } from '../../../src/replay/recordedServer';
import type { RecordedExchange } from '../../../src/replay/recording';
import { after } from '../../support/times';
import { rowOf, scrapeOf, twoProcesses } from './recordings';

const logs = '/__mockforge/logs?limit=1000';

function idsOf(answer: RecordedAnswer | null): string[] {
  const { data } = JSON.parse(answer?.body ?? '{"data":[]}') as { data: { id: string }[] };
  return data.map(({ id }) => id.replace(/^.*-/, ''));
}

describe('RecordedServer', () => {
  const server = new RecordedServer(twoProcesses);

  it('listens from the start of a process to its end, and not in between', () => {
    for (const [second, listens] of [
      [-1, false],
      [0, true],
      [39.9, true],
      [40, false],
      [49.9, false],
      [50, true],
      [90, false],
    ] as const) {
      equal(server.answer(logs, after(second)) !== null, listens, `${second} s`);
    }
    equal(server.answer('/metrics', after(45)), null);
  });

  it('answers with the newest scrape, or with one that is about to be made', () => {
    const at = (second: number): number | undefined => {
      const body = server.answer('/metrics', after(second))?.body ?? '';
      return Number(/uptime_seconds (\d+)/.exec(body)?.[1]);
    };
    deepEqual([0, 14, 14.5, 15, 29, 39, 61].map(at), [0, 0, 15, 15, 15, 30, 60]);
    equal(server.answer('/metrics', after(14.5))?.readyAt, after(15) + 10);
    equal(server.answer('/metrics', after(20))?.readyAt, after(20));
  });

  it('does not answer with a scrape of the process before', () => {
    equal(server.answer('/metrics', after(52)), null);
  });

  it('does not answer where the recorder got no answer', () => {
    const deaf = { ...twoProcesses, scrapes: [scrapeOf(0, { status: 0 })] };
    equal(new RecordedServer(deaf).answer('/metrics', after(5)), null);
  });

  it('gives the log newest first, of the running process alone', () => {
    deepEqual(idsOf(server.answer(logs, after(36))), ['two', 'one']);
    deepEqual(idsOf(server.answer(logs, after(56))), ['three']);
    deepEqual(idsOf(server.answer('/__mockforge/logs?limit=1', after(80))), ['four']);
  });

  it('keeps the newest 1000 rows, and gives 100 of them unless more are asked for', () => {
    const logRows = Array.from({ length: 1200 }, (_, i) => rowOf(i / 100, `-${i}`));
    const busy = new RecordedServer({ ...twoProcesses, logRows });
    const ids = idsOf(busy.answer('/__mockforge/logs?limit=5000', after(20)));
    deepEqual([ids.length, ids[0], ids.at(-1)], [1000, '1199', '200']);
    equal(idsOf(busy.answer('/__mockforge/logs', after(20))).length, 100);
  });

  it('never forgets what its log has shown to an earlier reader', () => {
    const resumed = new RecordedServer(twoProcesses, undefined, {
      logReadAt: after(36),
      reads: [],
    });
    deepEqual(idsOf(resumed.answer(logs, after(30))), ['two', 'one']);
  });

  describe('its recorder', () => {
    const counted =
      'mockforge_requests_total{method="GET",pillar="unknown",protocol="http",status="200"} 5\n' +
      'mockforge_request_duration_seconds_bucket{method="GET",pillar="unknown",protocol="http",le="0.001"} 2\n' +
      'mockforge_request_duration_seconds_count{method="GET",pillar="unknown",protocol="http"} 5\n' +
      'mockforge_requests_total{method="POST",pillar="unknown",protocol="http",status="200"} 7\n';
    const exchange = (second: number): RecordedExchange => {
      const timestamp = new Date(after(second)).toISOString();
      const id = `0000000${second % 10}-exchange`;
      return { t: after(second), row: { request: { id, timestamp }, response: { timestamp } } };
    };
    const recording = {
      ...twoProcesses,
      scrapes: [15, 30, 60].map((second) => scrapeOf(second, { body: counted })),
      exchanges: [exchange(5), exchange(12), exchange(55)],
    };
    const path = (offset = 0): string => `${mockPortPaths.exchanges}?limit=1&offset=${offset}`;
    const idsAt = (asked: RecordedServer, second: number, offset?: number): string[] => {
      const body = asked.answer(path(offset), after(second))?.body ?? '{"exchanges":[]}';
      const { exchanges } = JSON.parse(body) as { exchanges: { request: { id: string } }[] };
      return exchanges.map(({ request }) => request.id);
    };

    it('gives exchanges of the running process, newest first, page by page', () => {
      const asked = new RecordedServer(recording);
      deepEqual(idsAt(asked, 11), ['00000005-exchange']);
      deepEqual(idsAt(asked, 20), ['00000002-exchange']);
      deepEqual(idsAt(asked, 20, 1), ['00000005-exchange']);
      deepEqual(idsAt(asked, 56), ['00000005-exchange']);
      deepEqual(idsAt(asked, 45), []);
    });

    it('is counted by the process that answers, as GET requests that took no time', () => {
      const asked = new RecordedServer(recording);
      const totals = (second: number): string[] =>
        (asked.answer('/metrics', after(second))?.body ?? '')
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(' ').at(-1) ?? '');
      asked.answer(path(), after(16));
      asked.answer(path(), after(17));
      deepEqual(totals(30), ['7', '4', '7', '7']);
      deepEqual(totals(60), ['5', '2', '5', '7']);
    });

    it('goes on counting where an earlier server stopped', () => {
      const reads = [
        { at: after(20), count: 3 },
        { at: after(55), count: 1 },
      ];
      const resumed = new RecordedServer(recording, undefined, { logReadAt: after(55), reads });
      equal(resumed.answer('/metrics', after(30))?.body.split('\n')[0]?.endsWith(' 8'), true);
      equal(resumed.answer('/metrics', after(60))?.body.split('\n')[0]?.endsWith(' 6'), true);
    });

    it('moves along with the time at which it is played', () => {
      const shift = { milliseconds: 3_600_000, run: 255 };
      const answer = new RecordedServer(recording, shift).answer(path(), after(3620));
      const { exchanges } = JSON.parse(answer?.body ?? '') as { exchanges: unknown[] };
      const timestamp = new Date(after(3612)).toISOString();
      deepEqual(exchanges, [
        { request: { id: '00000002-0000-00ff', timestamp }, response: { timestamp } },
      ]);
    });

    it('is not there where none was recorded', () => {
      equal(server.answer(path(), after(20))?.status, 404);
    });

    it('has counted nothing where none was recorded, though it was asked', () => {
      const without = { ...recording, exchanges: [] };
      const reads = [{ at: after(20), count: 3 }];
      const resumed = new RecordedServer(without, undefined, { logReadAt: after(20), reads });
      equal(resumed.answer('/metrics', after(30))?.body, counted);
    });
  });

  it('gives other recorded answers, and 404 for what was not recorded', () => {
    equal(server.answer('/__mockforge/routes', after(1))?.body, '{"routes":[]}');
    equal(server.answer('/__mockforge/nothing', after(1))?.status, 404);
  });

  it('plays at another time: times, ids and the start of the process move along', () => {
    const later = new RecordedServer(twoProcesses, { milliseconds: 3_600_000, run: 255 });
    equal(later.answer('/metrics', after(15)), null);
    const body = later.answer('/metrics', after(3615))?.body ?? '';
    match(body, /^process_start_time_seconds 1767618000$/m);
    const log = later.answer(logs, after(3636));
    const { data, timestamp } = JSON.parse(log?.body ?? '') as {
      data: { id: string; timestamp: string }[];
      timestamp: string;
    };
    deepEqual(
      data.map((row) => [row.id.slice(9, 18), row.timestamp]),
      [
        ['0000-00ff', new Date(after(3635)).toISOString()],
        ['0000-00ff', new Date(after(3610)).toISOString()],
      ],
    );
    equal(timestamp, new Date(after(3636)).toISOString());
  });
});

describe('LoopedServer', () => {
  const looped = new LoopedServer(twoProcesses, after(1000));

  it('ends its first run at the time that was given, on the grid of scrapes', () => {
    equal(looped.firstShift % 15_000, 0);
    const end = twoProcesses.to + looped.firstShift;
    equal(end <= after(1000) && end > after(985), true);
  });

  it('goes on with its first run where another was stopped', () => {
    const body =
      'mockforge_requests_total{method="GET",pillar="unknown",protocol="http",status="200"} 5\n';
    const scrapes = [15, 60].map((second) => scrapeOf(second, { body }));
    const exchanges = [{ t: after(5), row: {} }];
    const next = new LoopedServer({ ...twoProcesses, scrapes, exchanges }, after(1000));
    const at = (second: number): number => after(second) + next.firstShift;
    const value = (run: number): string | undefined =>
      next
        .answer('/metrics', at(20) + 90_000 * run)
        ?.body.trim()
        .split(' ')
        .at(-1);
    next.resume({ logReadAt: at(16), reads: [{ at: at(16), count: 2 }] });
    equal(value(0), '7');
    equal(value(1), '5');
  });

  it('answers nothing before its first run', () => {
    equal(looped.answer('/metrics', twoProcesses.from + looped.firstShift - 1), null);
  });

  it('plays each run as new processes with new ids, one right after the other', () => {
    const starts = [0, 1, 2].map((run) => {
      const now = twoProcesses.from + looped.firstShift + run * 90_000 + 15_000;
      const body = looped.answer('/metrics', now)?.body ?? '';
      return Number(/process_start_time_seconds (\d+)/.exec(body)?.[1]);
    });
    deepEqual(
      starts.map((start) => start - (starts[0] ?? 0)),
      [0, 90, 180],
    );
    const ids = [0, 1].flatMap((run) => {
      const now = twoProcesses.from + looped.firstShift + run * 90_000 + 36_000;
      const { data } = JSON.parse(looped.answer(logs, now)?.body ?? '') as {
        data: { id: string }[];
      };
      return data.map(({ id }) => id);
    });
    equal(new Set(ids).size, 4);
  });
});
