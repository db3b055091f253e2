import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { SourceStanding } from '../../../src/collector/sourceStanding';
import type { OptionalSource, SourceFailure } from '../../../src/collector/sources/sourceFailure';
import { mockPortPaths } from '../../../src/mockforge/paths';
import { VirtualClock } from '../../../src/replay/virtualClock';
import { failureText } from '../../../src/sentences/failureText';
import { english } from '../../../src/sentences/localize';
import { collectorBenches } from '../../support/collectorBench';
import type { CollectorBench } from '../../support/collectorBench';
import { send } from '../../support/mockForgeServer';
import { after } from '../../support/times';

const address = '127.0.0.1:3000';
const silence: SourceFailure = {
  kind: 'no_answer',
  address,
  wanted: 'recorder',
  reason: { code: 'ECONNREFUSED', message: '' },
};
const slowness: SourceFailure = { kind: 'timeout', address, seconds: 10 };

function refusal(status: number): SourceFailure {
  const url = `http://${address}/exchanges`;
  return { kind: 'http_status', url, wanted: 'recorder', status, isSlashed: false };
}

/** How a source stands after it failed, in words. */
function told(standing: SourceStanding, failure: SourceFailure): readonly string[] {
  const { state, failure: shown } = standing.failed(failure);
  if (!shown) throw new Error('a failure is not told');
  const { what, todo } = failureText(shown, english);
  return [state, what, todo];
}

describe('SourceStanding', () => {
  const clock = new VirtualClock(new Date(2026, 0, 5, 12, 1).getTime());
  const stands = (source: OptionalSource, hasAnswered: boolean, patienceMs = 0): SourceStanding => {
    const standing = new SourceStanding(clock, source, patienceMs);
    if (hasAnswered) standing.answered();
    return standing;
  };

  it('is missing, with the advice, only where it never answered or says so itself', () => {
    equal(stands('request_log', false).failed(silence).state, 'off');
    equal(stands('request_log', true).failed(silence).state, 'failing');
    equal(stands('recorder', false).failed(slowness).state, 'failing');
    for (const hasAnswered of [false, true]) {
      deepEqual(told(stands('recorder', hasAnswered), refusal(404)), [
        'off',
        `http://${address}/exchanges answered with HTTP status 404, not with the recorder.`,
        'Causes of failures need the recorder: start MockForge with --recorder.',
      ]);
    }
  });

  it('is failing where it answered a moment ago, and says until when', () => {
    deepEqual(told(stands('recorder', true), refusal(500)), [
      'failing',
      'The recorder answers 500 Internal Server Error; it answered until 12:01.',
      'It is asked again when a request fails.',
    ]);
    deepEqual(told(stands('request_log', true), silence), [
      'failing',
      `No answer from ${address}: connection refused; it answered until 12:01.`,
      'It is read again soon.',
    ]);
    deepEqual(told(stands('mailbox', true), refusal(599)), [
      'failing',
      'The SMTP mailbox answers 599; it answered until 12:01.',
      'It is read again after the next scrape.',
    ]);
  });

  it('is failing, with the advice that came, where somebody asks for a password', () => {
    for (const status of [401, 403, 407]) {
      for (const hasAnswered of [false, true]) {
        const [state, , todo] = told(stands('recorder', hasAnswered), refusal(status));
        equal(state, 'failing');
        const wanted =
          status === 407 ? /Connect to MockForge itself\.$/ : /a token or a password: /;
        match(todo ?? '', wanted);
      }
    }
  });

  it('may be missing after a restart of the server', () => {
    const standing = stands('request_log', true);
    standing.restarted();
    equal(standing.failed(silence).state, 'off');
  });

  it('may be restarting while its silence is short, and gives no advice to start what was there', () => {
    const standing = stands('request_log', true, 30_000);
    deepEqual(told(standing, silence), [
      'restarting',
      `No answer from ${address}: connection refused; it answered until 12:01.`,
      'It is read again soon.',
    ]);
    standing.restarted();
    clock.elapse(29_999);
    deepEqual([standing.failed(silence).state, standing.mayReturn], ['restarting', true]);
    clock.elapse(1);
    deepEqual([standing.failed(silence).state, standing.mayReturn], ['off', false]);
    standing.answered();
    equal(standing.failed(silence).state, 'restarting');
    equal(standing.failed(refusal(404)).state, 'off');
    equal(stands('request_log', false, 30_000).failed(silence).state, 'off');
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
    equal(bench.status.log.state, 'restarting');
    await bench.until(50);
    const { state, failure } = bench.status.log;
    equal(state, 'failing');
    match(
      failure?.what ?? '',
      /^No answer from .*: connection refused; it answered until \d\d:\d\d\.$/,
    );
    await bench.server.openAdmin();
    await bench.until(61);
    equal(bench.status.log.state, 'on');
  });

  it('says that it is off if the server was restarted without it', async () => {
    const bench = await started();
    await bench.server.closeAdmin();
    bench.model.restart(after(10));
    await bench.until(44);
    equal(bench.status.log.state, 'restarting');
    doesNotMatch(bench.status.log.failure?.todo ?? '', /--admin/);
    await bench.until(45);
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

  it('does not take a process whose dashboard fails for another one', async () => {
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
