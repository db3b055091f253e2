import { deepEqual, equal, match } from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { network } from '../../../src/collector/network';
import { systemClock } from '../../../src/collector/systemClock';
import { verifyNumbers } from '../../../src/collector/verify/verifyNumbers';
import { databaseName, targetDatabasePath } from '../../../src/domain/target';
import { daySeconds, floorTo } from '../../../src/domain/time';
import type { TargetSession } from '../../../src/host/targetSession';
import { english } from '../../../src/sentences/localize';
import { verificationOutcome } from '../../../src/sentences/verificationText';
import { verifiedStore } from '../../../src/store/verify/readCollected';
import { folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { repositoryRoot } from '../../support/repository';
import {
  stateOf,
  windowSessions,
  type WindowState,
  type WindowTask,
} from '../../support/windowSessions';
import { coverageOf, minuteOf, rowOf } from '../store/support/batches';

interface Mock {
  readonly model: MockForgeModel;
  readonly server: MockForgeServer;
}

/** Calls whoever waits for a change. */
class Changes {
  #waiting: (() => void)[] = [];

  readonly came = (): void => {
    for (const resolve of this.#waiting.splice(0)) resolve();
  };

  /** Resolves when something holds, which is looked at after each change. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      const next = new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (await holds()) return;
      await next;
    }
  }
}

/** Another window on the same folder, in a process of its own. */
class OtherWindow {
  readonly #process: ChildProcess;
  readonly #changes = new Changes();
  #state: WindowState | undefined;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', (state: WindowState) => {
      this.#state = state;
      this.#changes.came();
    });
  }

  static async open(task: WindowTask): Promise<OtherWindow> {
    const program = join(repositoryRoot(), 'out', 'test', 'support', 'windowProcess.js');
    const child = fork(program);
    const window = new OtherWindow(child);
    child.send(task);
    await once(child, 'message');
    return window;
  }

  start(place: number): void {
    this.#process.send(place);
  }

  /** Resolves when its targets stand so. */
  until(phases: readonly string[], counts: readonly number[]): Promise<void> {
    return this.#changes.until(
      () =>
        this.#state?.phases.join() === phases.join() && this.#state.counts.join() === counts.join(),
    );
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }
}

describe('several targets', function () {
  this.timeout(60_000);
  const folder = folders();
  let mocks: readonly Mock[] = [];
  let others: OtherWindow[] = [];
  let sessions: readonly TargetSession[] = [];

  afterEach(async () => {
    await Promise.all(sessions.map((session) => session.close(0)));
    await Promise.all(others.map((window) => window.kill()));
    await Promise.all(mocks.map(({ server }) => server.stop()));
    [sessions, others, mocks] = [[], [], []];
  });

  /** Servers that run, and what a window is told to collect from them. */
  async function servers(count: number, scrapeIntervalSeconds: number): Promise<WindowTask> {
    mocks = await Promise.all(
      Array.from({ length: count }, async () => {
        const model = new MockForgeModel(systemClock.now());
        return { model, server: await MockForgeServer.start(model, systemClock) };
      }),
    );
    const targets = mocks.map(({ server: { metricsUrl, adminUrl } }) => ({ metricsUrl, adminUrl }));
    return { targets, scrapeIntervalSeconds, folder: await folder() };
  }

  /** The n-th server serves the n-th number of requests. */
  function serve(...counts: readonly number[]): void {
    for (const [place, count] of counts.entries()) {
      for (let i = 0; i < count; i++) mocks[place]?.model.serve({ at: systemClock.now() });
    }
  }

  async function open(task: WindowTask): Promise<OtherWindow> {
    const window = await OtherWindow.open(task);
    others.push(window);
    return window;
  }

  /** What Verify Numbers says of each. */
  function verified(): Promise<string[]> {
    return Promise.all(
      sessions.map(async (session, place) => {
        const store = await session.store();
        const stored = verifiedStore((sql, limit) => store!.reader.readSql(sql, limit));
        const access = { http: network, clock: systemClock, timeoutMs: 10_000 };
        const outcome = await verifyNumbers(stored, access, mocks[place]!.server);
        return verificationOutcome(outcome, english, 'en').summary;
      }),
    );
  }

  it('have a writer each in two windows: what one leaves, closed or killed, the other takes, and counts all of it once', async () => {
    const task = await servers(2, 1);
    const changes = new Changes();
    sessions = await windowSessions(task, changes.came);
    const until = (phases: readonly string[], counts: readonly number[]): Promise<void> =>
      changes.until(async () => {
        const state = await stateOf(sessions);
        return state.phases.join() === phases.join() && state.counts.join() === counts.join();
      });
    const killed = await open(task);
    sessions[0]?.start();
    killed.start(1);
    serve(3, 5);
    await until(['collecting', 'paused'], [3, 0]);
    await killed.until(['paused', 'collecting'], [0, 5]);
    sessions[1]?.start();
    killed.start(0);
    serve(1, 2);
    await until(['collecting', 'watching'], [4, 7]);
    await killed.until(['watching', 'collecting'], [4, 7]);
    await killed.kill();
    serve(2, 4);
    await until(['collecting', 'collecting'], [6, 11]);
    for (const said of await verified()) match(said, /^Every cell is equal: /);
    const heir = await open(task);
    for (const place of [0, 1]) heir.start(place);
    await heir.until(['watching', 'watching'], [6, 11]);
    await Promise.all(sessions.map((session) => session.close(2000)));
    serve(1, 1);
    await heir.until(['collecting', 'collecting'], [7, 12]);
  });

  it('trim their databases each by itself, and open none that is not collected into', async () => {
    const task = await servers(2, 1);
    const from = floorTo(Date.now() / 1000, 3600) - 60 * daySeconds;
    const past = Array.from({ length: 5 }, (_, n) => minuteOf(from + n * 60, { rows: [rowOf()] }));
    const filled = {
      committedAt: Date.now(),
      minutes: past,
      events: [{ ...coverageOf(from, from + 300), detail: { how: 'backfilled' as const } }],
    };
    sessions = await windowSessions(task, () => undefined);
    for (const session of sessions) {
      const written = await session.past.backfill(filled);
      equal(written.length, past.length);
    }
    await Promise.all(sessions.map((session) => session.close(2000)));

    const changes = new Changes();
    sessions = await windowSessions(task, changes.came);
    const minutesOf = async (place: number): Promise<unknown> => {
      const store = await sessions[place]?.store();
      const sql = `SELECT COUNT(*) FROM metrics_aggregates_minute WHERE timestamp < ${from + 300}`;
      return (await store!.reader.readSql(sql, 1)).columns[0]?.values[0];
    };
    const files = task.targets.map((urls) => join(task.folder, targetDatabasePath(urls)));
    const [, untouched] = files.map((file) => readFileSync(file));
    sessions[0]?.start();
    serve(1);
    await changes.until(async () => (await minutesOf(0)) === 0);
    deepEqual(readdirSync(dirname(files[1]!)), [databaseName]);
    deepEqual(readFileSync(files[1]!), untouched);
    equal(await minutesOf(1), past.length);
    sessions[1]?.start();
    serve(0, 1);
    await changes.until(async () => (await minutesOf(1)) === 0);
  });

  it('are all closed and saved while one of their servers never answers', async () => {
    // A scrape that is not answered is given up after ten seconds.
    const task = await servers(12, 15);
    const changes = new Changes();
    sessions = await windowSessions(task, changes.came);
    serve(...sessions.map((_, place) => place + 1));
    for (const session of sessions) session.start();
    const expected = sessions.map((_, place) => place + 1);
    await changes.until(async () => (await stateOf(sessions)).counts.join() === expected.join());
    const { server: silent } = mocks[5]!;
    silent.metricsDelayMs = 3_600_000;
    const asked = sessions[5]?.scrapeNow();
    // Nothing is committed that would tell of it.
    while (silent.held === 0) await new Promise(setImmediate);
    await sessions[5]?.close(500);
    equal(silent.held, 1);
    await Promise.all(sessions.map((session) => session.close(500)));
    for (const urls of task.targets) {
      const place = dirname(join(task.folder, targetDatabasePath(urls)));
      deepEqual(readdirSync(place), [databaseName]);
    }
    await silent.stop();
    await asked;
    sessions = await windowSessions(task, () => undefined);
    deepEqual((await stateOf(sessions)).counts, expected);
  });
});
