import { equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { systemClock } from '../../src/collector/systemClock';
import { VirtualClock } from '../../src/replay/virtualClock';
import { askers } from '../support/askers';
import type { Outcome } from '../support/askers';
import { loopback } from '../support/loopback';
import { send } from '../support/mockForgeServer';
import { noon } from '../support/times';

type Name = keyof typeof askers;

const access = { http: fetch, clock: systemClock, timeoutMs: 30_000 };

const json = 'application/json';
/** Each with its content type, and what it reads at most, as it says so. */
const answers: Readonly<Record<Name, readonly [type: string, limit: string]>> = {
  metrics: ['text/plain; version=0.0.4', '512 MB'],
  log: [json, '32 MB'],
  routes: [json, '32 MB'],
  dashboard: [json, '32 MB'],
  recorder: [json, '32 MB'],
  mailbox: [json, '32 MB'],
  stream: ['text/event-stream', '16 MB'],
  prometheus: [json, '256 MB'],
};
const names = Object.keys(answers) as Name[];

/** A megabyte that a reader could take for a part of something longer. */
function megabyteOf(name: Name): string {
  return name === 'metrics' ? `# ${'x'.repeat(997)}\n`.repeat(1000) : ' '.repeat(1_000_000);
}

/** Writes on and on, as long as somebody reads. */
function writeEndlessly(response: ServerResponse, piece: Uint8Array): void {
  response.write(piece, () => {
    if (!response.destroyed) writeEndlessly(response, piece);
  });
}

function failureOf(outcome: Outcome): { readonly kind: string; readonly what: string } {
  if (outcome.ok) throw new Error('it was taken for good');
  return outcome.failure;
}

describe('An answer', function () {
  this.timeout(60_000);
  const { http, tcp } = loopback();

  for (const name of names) {
    const [type, limit] = answers[name];

    it(`that is small in gzip and huge without is not read on as ${name}`, async () => {
      // A decompressor takes members that follow one another for one body.
      const member = gzipSync(megabyteOf(name), { level: 9 });
      let closed: Promise<unknown> | undefined;
      const server = await http((_, response) => {
        closed = once(response, 'close');
        response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' });
        writeEndlessly(response, member);
      });
      const { kind, what } = failureOf(await askers[name](access, `http://${server}`));
      equal(kind, 'too_large', what);
      match(what, new RegExp(`${server} .*${limit}`));
      await closed;
    });

    if (name === 'stream') continue;

    it(`with enormous headers is not read as ${name}`, async () => {
      for (const header of [`X: ${'a'.repeat(1_000_000)}\r\n`, 'X: a\r\n'.repeat(50_000)]) {
        const server = await tcp((socket) => {
          socket.end(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n${header}\r\n`);
        });
        const { kind, what } = failureOf(await askers[name](access, `http://${server}`));
        equal(kind, 'too_large');
        equal(what, `${server} sent headers of more than 16 kB, so its answer was not read.`);
      }
    });

    it(`that drips is given up in time as ${name}`, async () => {
      const clock = new VirtualClock(noon);
      let drip: () => Promise<void> = () => Promise.resolve();
      let closed: Promise<unknown> | undefined;
      const server = await http((_, response) => {
        closed = once(response, 'close');
        response.writeHead(200, { 'content-type': type });
        response.write(' ');
        drip = () =>
          new Promise((resolve) => {
            response.write(' ', () => {
              resolve();
            });
          });
      });
      const asking = askers[name]({ ...access, clock, timeoutMs: 10_000 }, `http://${server}`);
      while (!closed) await turn();
      for (let second = 0; second < 10; second++) {
        await drip();
        await clock.runUntil(clock.now() + 1000, () => turn());
      }
      const { kind, what } = failureOf(await asking);
      equal(kind, 'timeout');
      match(what, /gave no complete answer within 10 s\.$/);
      await closed;
    });
  }

  for (const name of ['log', 'routes', 'dashboard', 'recorder', 'mailbox'] as const) {
    it(`that nests without end or holds too much is not parsed as ${name}`, async () => {
      for (const body of ['[{"a":'.repeat(1_000_000), `[${'{},'.repeat(3_000_000)}{}]`]) {
        const server = await http((_, response) => {
          send(response, json, body);
        });
        const { kind, what } = failureOf(await askers[name](access, `http://${server}`));
        equal(kind, 'json', what);
        match(what, /it (nests more than 100 deep|holds more than 1000000 values)\.$/);
      }
    });
  }

  it('that makes up names without end is not read as metrics', async () => {
    const server = await http((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      let method = 0;
      const more = (): void => {
        const lines = Array.from({ length: 10_000 }, () => {
          const labels = `protocol="http",method="M${method++}",status="200"`;
          return `mockforge_requests_total{${labels}} 1\n`;
        });
        response.write(lines.join(''), () => {
          if (!response.destroyed) more();
        });
      };
      more();
    });
    const { kind, what } = failureOf(await askers.metrics(access, `http://${server}`));
    equal(kind, 'too_large');
    match(what, /has metrics of more than 500000 methods, endpoints or labels, so they were not/);
  });

  it('that is refused for its status or type keeps no connection', async () => {
    for (const [status, type] of [
      [404, json],
      [200, 'text/html'],
      [302, 'text/plain'],
    ] as const) {
      const closes: Promise<unknown>[] = [];
      const server = await http((_, response) => {
        closes.push(once(response, 'close'));
        response.writeHead(status, { 'content-type': type, location: 'http://h.invalid/' });
        writeEndlessly(response, Buffer.alloc(100_000, ' '));
      });
      for (const name of names.filter((candidate) => candidate !== 'prometheus')) {
        failureOf(await askers[name](access, `http://${server}`));
      }
      await Promise.all(closes);
    }
  });
});
