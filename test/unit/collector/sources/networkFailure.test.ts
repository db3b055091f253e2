import { deepEqual, equal, match } from 'node:assert/strict';
import { systemClock } from '../../../../src/collector/systemClock';
import { textOf } from '../../../../src/collector/sources/answerBody';
import { failureOf } from '../../../../src/collector/sources/failure';
import { get } from '../../../../src/collector/sources/access';
import type { FailureText } from '../../../../src/protocol/collectingStatus';
import { failureText } from '../../../../src/sentences/failureText';
import { english } from '../../../../src/sentences/localize';
import { loopback } from '../../../support/loopback';

const access = { http: fetch, clock: systemClock, timeoutMs: 5000 };
const start = 'Start MockForge, or connect to the address it runs at.';

/** Why there is no answer at an address. */
async function askingOf(url: string): Promise<FailureText> {
  try {
    await get(access, url, (response) => response.text());
  } catch (error) {
    return failureText(failureOf(error, url, 'metrics'), english);
  }
  throw new Error(`${url} was answered`);
}

describe('What is told where there is no answer', function () {
  this.timeout(10_000);
  const { http, https, politeHttps, tcp } = loopback();

  it('of http:// where TLS is spoken: to write https://', async () => {
    const silent = await https((_, response) => response.end());
    const alerting = await politeHttps('\u0015\u0003\u0001\u0000\u0002\u0002\u0046');
    const refusing = await politeHttps('HTTP/1.0 400 Bad Request\r\n\r\nThis is an HTTPS server.');
    for (const server of [silent, alerting, refusing]) {
      deepEqual(await askingOf(`http://${server}/metrics?token=k`), {
        kind: 'tls',
        what: `${server} answers to https:// only: it speaks TLS.`,
        todo: 'Use https:// instead of http:// in its address.',
      });
    }
  });

  it('of https:// where plain HTTP is spoken: to write http://', async () => {
    const server = await http((_, response) => response.end());
    deepEqual(await askingOf(`https://${server}/metrics`), {
      kind: 'tls',
      what: `${server} does not answer to https://: it speaks no TLS.`,
      todo: 'Use http:// instead of https:// in its address.',
    });
  });

  it('of a certificate that nobody else has signed: how to trust it', async () => {
    const server = await https((_, response) => response.end());
    const { kind, what, todo } = await askingOf(`https://${server}/metrics`);
    deepEqual(
      [kind, what],
      ['tls', `The certificate of ${server} is not trusted: it is self-signed.`],
    );
    match(todo, /NODE_EXTRA_CA_CERTS/);
  });

  it('of another protocol: how its answer begins', async () => {
    for (const [banner, began] of [
      ['SSH-2.0-OpenSSH_9.6\r\n', 'SSH-2.0-OpenSSH_9.6'],
      ['220 mail.example ESMTP\r\n250 more\r\n', '220 mail.example ESMTP'],
      ['\u001b[2Jx'.padEnd(100, 'x'), '[2J'.padEnd(40, 'x')],
    ] as const) {
      const server = await tcp((socket) => socket.end(banner));
      const { kind, what, todo } = await askingOf(`http://${server}/`);
      equal(kind, 'not_http');
      equal(what, `${server} answered, but not with valid HTTP: it began with "${began}".`);
      match(todo, /Another program answers there/);
    }
  });

  it('of HTTP with faults: which', async () => {
    const body = 'Content-Length: 2\r\n\r\nok';
    for (const [answer, sign] of [
      ['HTTP/1.1 200 OK\nContent-Length: 2\n\nok', /: HPE_\w+\.$/],
      [`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n${body}`, /: HPE_UNEXPECTED_CONTENT_LENGTH\.$/],
      [
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${body}`,
        /an interim response out of turn\.$/,
      ],
    ] as const) {
      const server = await tcp((socket) => socket.end(answer));
      const { kind, what } = await askingOf(`http://${server}/`);
      equal(kind, 'not_http');
      match(what, sign);
    }
  });

  it('of a connection that is closed without an answer: to start the server', async () => {
    const server = await tcp((socket) => socket.destroy());
    deepEqual(await askingOf(`http://${server}/`), {
      kind: 'unreachable',
      what: `No answer from ${server}: connection closed.`,
      todo: start,
    });
  });

  it('of a port that fetch never asks, and of a host that nobody knows', async () => {
    const reserved = await askingOf('http://127.0.0.1:6000/metrics');
    match(reserved.what, /^127\.0\.0\.1:6000 cannot be asked: its port is reserved/);
    const { what, todo } = await askingOf('http://nobody.invalid/metrics');
    match(what, /^No answer from nobody\.invalid: (unknown host|host name not resolved)\.$/);
    equal(todo, 'Check the name of the host.');
  });

  it('of an answer whose compression is another than it says, or was never asked for', async () => {
    for (const [coding, how] of [
      ['gzip', 'in another way than it says'],
      ['zstd', 'with zstd, which was not requested'],
    ] as const) {
      const server = await http((_, response) => {
        response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': coding });
        response.end('mockforge_uptime_seconds 1\n');
      });
      const url = `http://${server}/metrics`;
      const read = (response: Response): Promise<string> => textOf(response, url, 'request_log');
      const failure = await get(access, url, read).catch((error: unknown) =>
        failureText(failureOf(error, url, 'request_log'), english),
      );
      deepEqual(failure, {
        kind: 'malformed',
        what: `${server} sent the request log compressed ${how}.`,
        todo: 'Check the proxy in front of MockForge, which itself compresses nothing.',
      });
    }
  });
});
