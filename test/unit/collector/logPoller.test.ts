import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { LogPoller } from '../../../src/collector/logPoller';
import { AdminApi } from '../../../src/collector/sources/adminApi';
import type { Access } from '../../../src/collector/sources/access';
import { PendingTasks } from '../../../src/collector/pendingTasks';
import type { LogRow } from '../../../src/mockforge/logRow';
import { VirtualClock } from '../../../src/replay/virtualClock';
import { MockForgeModel } from '../../support/mockForgeModel';
import { silentLog } from '../../support/replays';
import { after, noon } from '../../support/times';

/** A log that is read when a test says so, in process. */
class ReadLog {
  readonly clock = new VirtualClock(noon);
  readonly model = new MockForgeModel(after(-3600));
  readonly limits: number[] = [];
  readonly reading: LogPoller;
  ring: readonly LogRow[] = [];

  constructor() {
    const access: Access = {
      clock: this.clock,
      timeoutMs: 1000,
      http: (url) => {
        const limit = Number(new URL(url).searchParams.get('limit'));
        this.limits.push(limit);
        return Promise.resolve(new Response(this.model.logBody(this.clock.now(), limit)));
      },
    };
    const adminUrl = 'http://127.0.0.1:9080';
    this.reading = new LogPoller({
      access,
      admin: new AdminApi(access, adminUrl),
      adminUrl,
      restartMs: 0,
      scrapeAt: () => null,
      onRing: ({ rows }) => {
        this.ring = rows;
      },
      onStreamed: () => undefined,
      onState: () => undefined,
      log: silentLog,
      pending: new PendingTasks(() => undefined),
    });
  }

  serve(count: number): void {
    for (let i = 0; i < count; i++) this.model.logOnly({ at: this.clock.now() });
  }

  /** The ids of the ring as it was read just now. */
  async read(): Promise<readonly string[]> {
    this.limits.length = 0;
    await this.reading.read();
    return this.ring.map(({ id }) => id);
  }

  get ids(): readonly string[] {
    return this.model.rows(this.clock.now()).map(({ id }) => id);
  }
}

describe('LogReading', () => {
  it('asks for the whole ring first, then for what may be new, as requests come', async () => {
    const log = new ReadLog();
    log.serve(1000);
    deepEqual([await log.read(), log.limits], [log.ids, [1000]]);
    log.clock.elapse(1000);
    log.serve(90);
    deepEqual([await log.read(), log.limits], [log.ids, [100]]);
    log.clock.elapse(1000);
    log.serve(170);
    deepEqual([await log.read(), log.limits], [log.ids, [180]]);
  });

  it('asks for the rest where more came than that', async () => {
    const log = new ReadLog();
    log.serve(1000);
    await log.read();
    log.clock.elapse(1000);
    log.serve(100);
    deepEqual([await log.read(), log.limits], [log.ids, [100, 1000]]);
  });

  it('knows the whole ring after any read', async () => {
    const steps = fc.array(
      fc.record({ rows: fc.nat(1500), restart: fc.boolean(), ms: fc.nat(3000) }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const log = new ReadLog();
        for (const { rows, restart, ms } of list) {
          log.clock.elapse(ms);
          if (restart && rows % 3 === 0) log.model.restart(log.clock.now());
          log.serve(rows);
          deepEqual(await log.read(), log.ids);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('answers all who ask before it has begun to read with one read', async () => {
    const log = new ReadLog();
    await Promise.all([log.reading.read(), log.reading.read(), log.reading.read()]);
    equal(log.limits.length, 1);
  });
});
