import { deepEqual, equal, match } from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { LogStream } from '../../../../src/collector/sources/logStream';
import type { Clock } from '../../../../src/domain/clock';
import { VirtualClock } from '../../../../src/replay/virtualClock';
import { failureText } from '../../../../src/sentences/failureText';
import { english } from '../../../../src/sentences/localize';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { MockForgeServer, send } from '../../../support/mockForgeServer';
import { after as secondsAfter, noon } from '../../../support/times';

describe('LogStream', function () {
  this.timeout(10_000);
  let clock: VirtualClock;
  let model: MockForgeModel;
  let server: MockForgeServer;
  let stream: LogStream;
  /** What the listener was told, in order. */
  let heard: string[];
  /** What to do where it was lost. */
  let advice: string[];
  /** Why there was no stream. */
  let refused: string[];
  /** When it asked, in seconds after noon. */
  let tries: number[];
  /** How often it wanted to be called back: once for each silence it watches, once for each try to come. */
  let scheduled: number;

  beforeEach(async () => {
    clock = new VirtualClock(noon);
    model = new MockForgeModel(secondsAfter(-3600));
    server = await MockForgeServer.start(model, clock);
    server.streams = true;
    heard = [];
    advice = [];
    refused = [];
    tries = [];
    scheduled = 0;
    const counting: Clock = {
      now: () => clock.now(),
      schedule: (at, callback) => {
        scheduled++;
        return clock.schedule(at, callback);
      },
    };
    const http = (url: string, init: RequestInit): Promise<Response> => {
      tries.push((clock.now() - noon) / 1000);
      return fetch(url, init);
    };
    stream = new LogStream({ clock: counting, http }, `${server.adminUrl}/`, {
      connected: () => heard.push('connected'),
      rows: (rows) => heard.push(rows.map(({ id }) => id).join()),
      lost: (failure) => {
        const { what, todo } = failureText(failure, english);
        heard.push(what);
        advice.push(todo);
      },
      unusable: (failure) => refused.push(failureText(failure, english).what),
    });
  });

  afterEach(async () => {
    stream.stop();
    await server.stop();
  });

  /** Real sockets take a moment of real time, in which the virtual clock stands. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await turn();
  }

  const pass = (milliseconds: number): Promise<void> =>
    clock.runUntil(clock.now() + milliseconds, () => Promise.resolve());

  async function connect(): Promise<void> {
    stream.start();
    await until(() => server.openStreams === 1);
    await pass(500);
    await until(() => heard.includes('connected'));
  }

  /** The next try comes at this second and not before. */
  async function nextTry(second: number): Promise<void> {
    const before = tries.length;
    await clock.runUntil(secondsAfter(second) - 1, () => Promise.resolve());
    equal(tries.length, before);
    await clock.runUntil(secondsAfter(second), () => Promise.resolve());
    equal(tries.length, before + 1);
  }

  /** Waits for the try that `begin` sets off to have failed, so that the next one is to come. */
  async function failing(begin: () => Promise<void> | void): Promise<void> {
    const before = scheduled;
    await begin();
    await until(() => scheduled >= before + 2);
  }

  const start = (): void => {
    stream.start();
  };

  it('gives rows as they come, oldest first, and nothing while nothing is new', async () => {
    model.serve({ at: noon }, { at: noon });
    await connect();
    await pass(1000);
    model.serve({ at: clock.now() });
    await pass(500);
    await until(() => heard.length === 3);
    deepEqual(heard, ['connected', 'row-1,row-2', 'row-3']);
    equal(stream.connection, 1);
  });

  it('connects once, however often it is started', async () => {
    stream.start();
    await connect();
    stream.start();
    deepEqual(tries, [0]);
  });

  it('tries again after 1 s, then after twice as long each time up to 30 s', async () => {
    await server.closeAdmin();
    await failing(start);
    for (const second of [1, 3, 7, 15, 31, 61, 91]) await failing(() => nextTry(second));
    deepEqual([heard, stream.connection], [[], null]);
  });

  it('tries as often where the server has no stream', async () => {
    server.streams = false;
    await failing(start);
    for (const second of [1, 3, 7]) await failing(() => nextTry(second));
    deepEqual(heard, []);
    equal(refused.length, 1);
    match(refused[0] ?? '', /HTTP status 404, not with the live request log\.$/);
  });

  it('takes a web page or JSON for no stream, and says so once', async () => {
    for (const contentType of [
      'Text/HTML',
      'application/json',
      'text/plain; x=text/event-stream',
    ]) {
      server.adminAnswer = (_, response) => {
        send(response, contentType, 'event: new_logs\ndata: []\n\n');
      };
      await failing(start);
      await failing(() => pass(1000));
      stream.stop();
    }
    deepEqual(heard, []);
    equal(refused.length, 3);
    match(
      refused[0] ?? '',
      /^127\.0\.0\.1:\d+ answered with a web page, not with the live request/,
    );
    match(refused[1] ?? '', /has no live stream .*: it answered with application\/json\.$/);
    match(refused[2] ?? '', /has no live stream .*: it answered with text\/plain\.$/);
  });

  it('reads a stream whatever the case and the parameters of its type', async () => {
    server.adminAnswer = (_, response) => {
      response.writeHead(200, { 'content-type': 'Text/Event-Stream ; Charset="utf-8"' });
      response.write('event: keep_alive\ndata: \n\n');
    };
    stream.start();
    await until(() => heard.length === 1);
    deepEqual([heard, refused], [['connected'], []]);
  });

  it('says when the server is gone, and begins again with 1 s once it is back', async () => {
    await connect();
    await server.closeAdmin();
    await until(() => heard.length === 2);
    match(heard[1] ?? '', /^127\.0\.0\.1:\d+ ended the live stream of its request log\.$/);
    equal(stream.connection, null);
    await failing(() => nextTry(1.5));
    await failing(() => nextTry(3.5));
    await server.openAdmin();
    await clock.runUntil(secondsAfter(7.5), () => Promise.resolve());
    await until(() => server.openStreams === 1);
    await pass(500);
    await until(() => heard.length === 3);
    deepEqual([heard[2], stream.connection], ['connected', 2]);
    await server.closeAdmin();
    await until(() => heard.length === 4);
    await nextTry(9);
  });

  it('says how a connection broke off, and does not ask for what was there', async () => {
    let reset = (): void => undefined;
    server.adminAnswer = (_, response) => {
      // As MockForge does: where the server says that it will close, that is no loss.
      response.removeHeader('connection');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: keep_alive\ndata: \n\n');
      reset = () => void response.socket?.resetAndDestroy();
    };
    stream.start();
    await until(() => heard.length === 1);
    reset();
    await until(() => heard.length === 2);
    match(
      heard[1] ?? '',
      /^The live stream of the request log of 127\.0\.0\.1:\d+ broke off: connection (closed|reset)\.$/,
    );
    deepEqual(advice, ['The request log is read instead.']);
  });

  it('gives up a connection that is silent for 5 s', async () => {
    server.adminAnswer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: keep_alive\ndata: \n\n');
    };
    stream.start();
    await until(() => heard.length === 1);
    await pass(4999);
    await turn();
    deepEqual(heard, ['connected']);
    await pass(1);
    await until(() => heard.length === 2);
    match(heard[1] ?? '', /^The live stream of the request log of \S+ was silent for 5 s\.$/);
    await nextTry(6);
  });

  it('stays with a server that has nothing new and says so without data', async () => {
    let say: () => void = () => undefined;
    server.adminAnswer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      say = () => void response.write('event: keep_alive\n\n');
      say();
    };
    stream.start();
    await until(() => heard.length === 1);
    for (let times = 0; times < 3; times++) {
      await pass(4000);
      const before = scheduled;
      say();
      await until(() => scheduled > before);
    }
    await pass(4000);
    deepEqual([heard, refused, stream.connection], [['connected'], [], 1]);
  });

  it('gives up a connection that drips and gives no event', async () => {
    let drip: (text: string) => Promise<void> = () => Promise.resolve();
    server.adminAnswer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      drip = (text) =>
        new Promise((resolve) =>
          response.write(text, () => {
            resolve();
          }),
        );
      void drip('event: keep_alive\ndata: \n\nda');
    };
    stream.start();
    await until(() => heard.length === 1);
    for (let second = 0; second < 5; second++) {
      deepEqual(heard, ['connected']);
      await drip(':');
      await turn();
      await pass(1000);
    }
    await until(() => heard.length === 2);
    match(heard[1] ?? '', /^The live stream of the request log of \S+ was silent for 5 s\.$/);
  });

  it('gives up an answer that never begins', async () => {
    server.adminAnswer = () => undefined;
    await failing(async () => {
      start();
      await pass(5000);
    });
    await nextTry(6);
    deepEqual(heard, []);
  });

  it('gives up a stream that it cannot read, saying why', async () => {
    server.adminAnswer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: new_logs\ndata: {"id":1}\n\n');
    };
    stream.start();
    await until(() => heard.length === 2);
    match(heard[1] ?? '', /cannot be read: an event has no list of requests in it/);
    await nextTry(1);
  });

  it('hears and asks nothing more when it is stopped', async () => {
    await connect();
    stream.stop();
    await until(() => server.openStreams === 0);
    model.serve({ at: clock.now() });
    await pass(60_000);
    deepEqual([heard, tries, stream.connection], [['connected'], [0], null]);
  });

  it('can be started again', async () => {
    await connect();
    stream.stop();
    await until(() => server.openStreams === 0);
    heard = [];
    await connect();
    equal(stream.connection, 2);
  });
});
