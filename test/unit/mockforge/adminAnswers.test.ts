import { deepEqual, equal, throws } from 'node:assert/strict';
import { parseRoutes, parseStartTime } from '../../../src/mockforge/adminAnswers';
import { AdminFormatError, parseRequestLog } from '../../../src/mockforge/logRow';

const row = {
  id: '8b0c',
  timestamp: '2026-02-03T10:11:12.123456789Z',
  method: 'POST',
  path: '/users/{id}',
  status_code: 404,
  response_time_ms: 3,
  client_ip: '127.0.0.1',
  user_agent: 'curl/8.5.0',
  headers: { host: '127.0.0.1:3000', 'content-length': '17', authorization: 'secret' },
  response_size_bytes: 0,
  error_message: 'HTTP 404 Not Found',
};

function logOf(...rows: readonly unknown[]): string {
  return JSON.stringify({ success: true, data: rows, timestamp: '2026-02-03T10:11:13Z' });
}

describe('parseRequestLog', () => {
  it('gives the rows oldest first, with what is kept of them', () => {
    const { rows, answeredAt } = parseRequestLog(logOf({ ...row, id: 'newer' }, row));
    deepEqual(
      rows.map(({ id }) => id),
      ['8b0c', 'newer'],
    );
    deepEqual(rows[0], {
      id: '8b0c',
      finishedAt: Date.UTC(2026, 1, 3, 10, 11, 12, 123),
      protocol: 'http',
      method: 'POST',
      path: '/users/{id}',
      status: 404,
      handlerMs: 3,
      clientIp: '127.0.0.1',
      userAgent: 'curl/8.5.0',
      bytesReceived: 17,
      message: null,
    });
    equal(answeredAt, Date.UTC(2026, 1, 3, 10, 11, 13));
  });

  it('keeps no header but the length of the body', () => {
    equal(JSON.stringify(parseRequestLog(logOf(row))).includes('secret'), false);
  });

  it('keeps a message only where it says more than the status', () => {
    const messages = [
      'HTTP 404 Not Found',
      'HTTP 404',
      'no such user',
      'HTTP 404: no such user',
      '',
    ];
    const { rows } = parseRequestLog(
      logOf(...messages.map((text) => ({ ...row, error_message: text }))),
    );
    deepEqual(
      rows.map(({ message }) => message),
      [null, 'HTTP 404: no such user', 'no such user', null, null],
    );
  });

  it('takes what may be missing for unknown', () => {
    const { id, timestamp, method, path, status_code } = row;
    const [parsed] = parseRequestLog(logOf({ id, timestamp, method, path, status_code })).rows;
    const { handlerMs, clientIp, userAgent, bytesReceived, message } = parsed ?? {};
    deepEqual(
      [handlerMs, clientIp, userAgent, bytesReceived, message],
      [0, null, null, null, null],
    );
    equal(parseRequestLog('{"data":[]}').answeredAt, null);
  });

  it('tells the protocol by the method', () => {
    const methods = ['GET', 'MESSAGE', 'CONNECT', 'shop.Cart/Add'];
    const { rows } = parseRequestLog(logOf(...methods.map((method) => ({ ...row, method }))));
    deepEqual(rows.map(({ protocol }) => protocol).reverse(), [
      'http',
      'websocket',
      'websocket',
      'grpc',
    ]);
  });

  const bad: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['a web page', '<!doctype html>'],
    ['half of an answer', logOf(row).slice(0, 40)],
    ['JSON without a list', '{"success":true,"data":null}'],
    ['another list', '[]'],
    ['null', 'null'],
    ['a row that is no object', logOf(7)],
    ['a row without id', logOf({ ...row, id: undefined })],
    ['a row whose status is text', logOf({ ...row, status_code: '404' })],
    ['a row without a time', logOf({ ...row, timestamp: 'yesterday' })],
  ];
  for (const [title, body] of bad) {
    it(`refuses ${title}`, () => {
      throws(() => parseRequestLog(body), AdminFormatError);
    });
  }
});

describe('parseRoutes', () => {
  it('reads method and template, and leaves out what is neither', () => {
    const routes = [{ method: 'get', path: '/a/{id}', operation_id: 'a' }, { path: '/b' }, 7, null];
    deepEqual(parseRoutes(JSON.stringify({ routes, total: 4 })), [
      { method: 'GET', template: '/a/{id}' },
    ]);
  });

  it('refuses what is no list of routes', () => {
    for (const body of ['', '[]', '{"routes":{}}', 'null']) {
      throws(() => parseRoutes(body), AdminFormatError, body);
    }
  });
});

describe('parseStartTime', () => {
  it("is the first server's, or unknown", () => {
    const body = (servers: unknown): string => JSON.stringify({ data: { servers } });
    equal(parseStartTime(body([{ start_time: '2026-02-03T10:00:00Z' }])), Date.UTC(2026, 1, 3, 10));
    for (const servers of [[], [{}], [{ start_time: 7 }], [{ start_time: 'now' }], null]) {
      equal(parseStartTime(body(servers)), null);
    }
    equal(parseStartTime('{}'), null);
  });

  it('refuses what is not JSON', () => {
    throws(() => parseStartTime('<html>'), AdminFormatError);
  });
});
