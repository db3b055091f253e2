import { deepEqual, equal, match } from 'node:assert/strict';
import { sourceKinds, SourceStanding } from '../../../src/collector/sourceStanding';
import { mockPortPaths } from '../../../src/mockforge/paths';
import type { FailureKind, SourceFailure } from '../../../src/protocol/collectingStatus';
import { VirtualClock } from '../../../src/replay/virtualClock';
import { collectorBenches } from '../../support/collectorBench';
import type { CollectorBench } from '../../support/collectorBench';
import { send } from '../../support/mockForgeServer';
import { after } from '../../support/times';

const advice = 'Start it with --recorder.';

function failure(kind: FailureKind, status?: number): SourceFailure {
  const what = 'No answer from 127.0.0.1:3000: connection refused.';
  return { kind, what, todo: advice, ...(status !== undefined && { status }) };
}

describe('SourceStanding', () => {
  const clock = new VirtualClock(new Date(2026, 0, 5, 12, 1).getTime());
  const stands = (kind: keyof typeof sourceKinds, hasAnswered: boolean): SourceStanding => {
    const standing = new SourceStanding(clock, sourceKinds[kind]);
    if (hasAnswered) standing.answered();
    return standing;
  };

  it('is missing, with the advice, only where it never answered or says so itself', () => {
    deepEqual(stands('log', false).failed(failure('unreachable')).state, 'off');
    deepEqual(stands('log', true).failed(failure('unreachable')).state, 'failing');
    deepEqual(stands('recorder', false).failed(failure('timeout')).state, 'failing');
    for (const hasAnswered of [false, true]) {
      const told = stands('recorder', hasAnswered).failed(failure('http_status', 404));
      deepEqual([told.state, told.failure?.todo], ['off', advice]);
    }
  });

  it('is failing where it answered a moment ago, and says until when', () => {
    const answered = stands('recorder', true).failed(failure('http_status', 500));
    deepEqual(
      [answered.state, answered.failure?.what],
      ['failing', 'The recorder answers 500 Internal Server Error; it answered until 12:01.'],
    );
    equal(answered.failure?.todo, 'It is asked again when a request fails.');
    const silent = stands('log', true).failed(failure('unreachable'));
    equal(
      silent.failure?.what,
      'No answer from 127.0.0.1:3000: connection refused; it answered until 12:01.',
    );
  });

  it('is neither where somebody asks for a password', () => {
    for (const status of [401, 403, 407]) {
      const refusal = { ...failure('http_status', status), todo: 'Connect to MockForge itself.' };
      for (const hasAnswered of [false, true]) {
        const told = stands('recorder', hasAnswered).failed(refusal);
        deepEqual([told.state, told.failure?.todo], ['failing', 'Connect to MockForge itself.']);
      }
    }
  });

  it('may be missing after a restart of the server', () => {
    const standing = stands('log', true);
    standing.restarted();
    equal(standing.failed(failure('unreachable')).state, 'off');
  });
});

describe('Collector whose sources fail for a moment', () => {
  const newBench = collectorBenches();

  async function started(): Promise<CollectorBench> {
    const bench = await newBench();
    bench.model.hasRecorder = true;
    bench.model.mailbox = [];
    await bench.start();
    return bench;
  }

  it('asks a recorder again that met a fault when it was asked first', async () => {
    const bench = await newBench();
    bench.model.hasRecorder = true;
    bench.server.mocksAnswer = (_, response) => {
      send(response, 'text/plain', 'injected', 500);
    };
    await bench.start();
    equal(bench.status.recorder.state, 'failing');
    bench.server.mocksAnswer = undefined;
    await bench.until(3);
    bench.serve(1, '/nope', 404);
    await bench.until(5);
    equal(bench.status.recorder.state, 'on');
  });

  it('does not say that a log which fails for a moment is off', async () => {
    const bench = await started();
    await bench.server.closeAdmin();
    await bench.until(20);
    const { state, failure: told } = bench.status.log;
    equal(state, 'failing');
    match(
      told?.what ?? '',
      /^No answer from .*: connection refused; it answered until \d\d:\d\d\.$/,
    );
    await bench.server.openAdmin();
    await bench.until(31);
    equal(bench.status.log.state, 'on');
  });

  it('says that it is off if the server was restarted without it', async () => {
    const bench = await started();
    await bench.server.closeAdmin();
    bench.model.restart(after(10));
    await bench.until(20);
    equal(bench.status.log.state, 'off');
    match(bench.status.log.failure?.todo ?? '', /--admin/);
  });

  it('asks for the routes of a process until it has them', async () => {
    const bench = await newBench();
    bench.server.adminAnswer = (_, response) => {
      send(response, 'text/plain', 'injected', 500);
    };
    await bench.start();
    bench.server.adminAnswer = undefined;
    await bench.until(50);
    deepEqual(bench.secondsOf('/__mockforge/routes'), [0, 15]);
    bench.model.restart(after(51));
    bench.server.adminAnswer = (_, response) => {
      send(response, 'text/plain', 'injected', 500);
    };
    await bench.until(61);
    bench.server.adminAnswer = undefined;
    await bench.until(100);
    deepEqual(bench.secondsOf('/__mockforge/routes'), [0, 15, 60, 75]);
  });

  it('goes on with a mailbox that failed for a moment, and counts what came meanwhile', async () => {
    const bench = await newBench();
    bench.model.mailbox = ['old'];
    // What the log does not tell of makes first contact a baseline.
    bench.model.count({ at: bench.clock.now() });
    bench.server.mocksAnswer = (_, response) => {
      send(response, 'text/plain', 'injected', 500);
    };
    await bench.start();
    bench.server.mocksAnswer = undefined;
    await bench.until(16);
    bench.model.mailbox.push('one');
    bench.server.mocksAnswer = (_, response) => {
      send(response, 'text/plain', 'injected', 503);
    };
    await bench.until(31);
    bench.server.mocksAnswer = undefined;
    await bench.until(60);
    deepEqual(bench.secondsOf(mockPortPaths.mailbox), [0, 15, 30, 45, 60]);
    deepEqual(await bench.stored(), { 'smtp SEND -': 1 });
  });

  it('does not take a process for another one whose dashboard fails', async () => {
    const bench = await newBench();
    bench.model.exposesProcessStart = false;
    await bench.start();
    const answer = bench.server.adminAnswer;
    await bench.until(16);
    bench.server.adminAnswer = (_, response) => {
      send(response, 'text/plain', 'injected', 500);
    };
    await bench.until(31);
    bench.server.adminAnswer = answer;
    await bench.until(60);
    deepEqual(bench.secondsOf(mockPortPaths.exchanges), [0]);
  });
});
