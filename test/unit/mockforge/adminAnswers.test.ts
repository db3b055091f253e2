import { deepEqual, equal, match, notEqual, throws } from 'node:assert/strict';
import {
  parseMailbox,
  parseMockPort,
  parseRoutes,
  parseStartTime,
} from '../../../src/mockforge/adminAnswers';
import { AdminFormatError, parseRequestLog } from '../../../src/mockforge/logRow';
import { english } from '../../../src/sentences/localize';
import { unreadableText } from '../../../src/sentences/unreadableText';

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
      logOf(...messages.map((text) => ({ ...row, id: `of ${text}`, error_message: text }))),
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
    const { rows } = parseRequestLog(
      logOf(...methods.map((method) => ({ ...row, id: method, method }))),
    );
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
  ];
  for (const [title, body] of bad) {
    it(`refuses ${title}`, () => {
      throws(() => parseRequestLog(body), AdminFormatError);
    });
  }
});

describe('an odd row of the request log', () => {
  const what = (why: string): string => `a row of the request log: ${why}`;
  const odd: readonly (readonly [string, unknown])[] = [
    ['it is no object', 7],
    ['it is no object', null],
    ['it is no object', 'row'],
    ['its id is missing', { ...row, id: undefined }],
    ['its id is null', { ...row, id: null }],
    ['its id is no text', { ...row, id: 7 }],
    ['its id is empty', { ...row, id: '' }],
    ['its method is missing', { ...row, method: undefined }],
    ['its method is empty', { ...row, method: '' }],
    ['its path is null', { ...row, path: null }],
    ['its path is no text', { ...row, path: ['/'] }],
    ['its status_code is null', { ...row, status_code: null }],
    ['its status_code is missing', { ...row, status_code: undefined }],
    ['its status_code is no number', { ...row, status_code: '404' }],
    ['its status_code is 0', { ...row, status_code: 0 }],
    ['its status_code is 1000', { ...row, status_code: 1000 }],
    ['its status_code is -404', { ...row, status_code: -404 }],
    ['its status_code is 404.5', { ...row, status_code: 404.5 }],
    ['its response_time_ms is null', { ...row, response_time_ms: null }],
    ['its response_time_ms is no number', { ...row, response_time_ms: '3' }],
    ['its response_time_ms is -1', { ...row, response_time_ms: -1 }],
    ['its response_time_ms is 18446744073709552000', { ...row, response_time_ms: 2 ** 64 }],
    ['its timestamp is missing', { ...row, timestamp: undefined }],
    ['its timestamp is no text', { ...row, timestamp: 1770113472 }],
    ...[
      '',
      'yesterday',
      '2026',
      '2026-02-03T10:11:12',
      '2026-13-03T10:11:12Z',
      '2026-02-03T25:11:12Z',
      '2016-12-31T23:59:60.500Z',
      '10000-01-01T00:00:00Z',
      '+275761-01-01T00:00:00Z',
      '-000001-01-01T00:00:00Z',
    ].map((timestamp) => ['its timestamp is no time', { ...row, timestamp }] as const),
    ...['0000-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].map(
      (timestamp) => ['its timestamp is out of range', { ...row, timestamp }] as const,
    ),
  ];

  for (const [why, entry] of odd) {
    it(`is left out and told, and the others are read: ${JSON.stringify(entry)}`, () => {
      const others = [
        { ...row, id: 'newer' },
        { ...row, id: 'older' },
      ] as const;
      const { rows, unreadable } = parseRequestLog(logOf(others[0], entry, others[1]));
      deepEqual(
        rows.map(({ id }) => id),
        ['older', 'newer'],
      );
      deepEqual(
        unreadable.map(({ reason }) => unreadableText(reason, english)),
        [what(why)],
      );
    });
  }

  it('has the id of another', () => {
    const { rows, unreadable } = parseRequestLog(logOf({ ...row, path: '/newer' }, row, row));
    deepEqual(
      rows.map(({ path }) => path),
      ['/users/{id}'],
    );
    deepEqual(
      unreadable.map(({ reason }) => unreadableText(reason, english)),
      [what('another has its id'), what('another has its id')],
    );
  });

  it('is known again when it is read again, and told from others', () => {
    const read = (): readonly string[] =>
      parseRequestLog(logOf(...odd.map(([, entry]) => entry))).unreadable.map(({ id }) => id);
    deepEqual(read(), read());
    const [missing, empty] = [{ path: '/a' }, { path: '/b' }].map((entry) => {
      const [one] = parseRequestLog(logOf(entry)).unreadable;
      return one?.id;
    });
    notEqual(missing, empty);
  });

  it('is none where only a size cannot be, or a text is long or no text', () => {
    const length = (text: string): object => ({ headers: { 'content-length': text } });
    const parts = [length('-1'), length('1e9'), length('9'.repeat(30)), { headers: null }];
    for (const [i, part] of parts.entries()) {
      const [read] = parseRequestLog(logOf({ ...row, ...part, id: `${i}` })).rows;
      equal(read?.bytesReceived, null);
    }
    const long = 'x'.repeat(100_000);
    const texts = { method: long, path: long, client_ip: long, user_agent: long, id: long };
    const [read] = parseRequestLog(logOf({ ...row, ...texts, error_message: long })).rows;
    equal(JSON.stringify(read).length < 12_000, true);
    for (const text of [read?.method, read?.path, read?.clientIp, read?.userAgent, read?.message]) {
      match(text ?? '', /^x+…$/);
    }
  });
});

describe('parseMailbox', () => {
  it('gives the ids, each once, and leaves out what has none', () => {
    const messages = [{ id: 'a' }, { id: 'a' }, {}, { id: 7 }, null, { id: 'b', subject: 'x' }];
    const { items, unreadable } = parseMailbox(JSON.stringify(messages));
    deepEqual(items, ['a', 'b']);
    deepEqual(unreadable.map(({ reason }) => unreadableText(reason, english)).sort(), [
      'a message of the SMTP mailbox: another has its id',
      'a message of the SMTP mailbox: it is no object',
      'a message of the SMTP mailbox: its id is missing',
      'a message of the SMTP mailbox: its id is no text',
    ]);
    throws(() => parseMailbox('{}'), AdminFormatError);
  });
});

describe('parseRoutes', () => {
  it('reads method and template, and leaves out what is neither', () => {
    const routes = [{ method: 'get', path: '/a/{id}', operation_id: 'a' }, { path: '/b' }, 7, null];
    const { items, unreadable } = parseRoutes(JSON.stringify({ routes, total: 4 }));
    deepEqual(items, [{ method: 'GET', template: '/a/{id}', operationId: 'a' }]);
    deepEqual(
      unreadable.map(({ reason }) => unreadableText(reason, english)),
      ['a route: its method is missing', 'a route: it is no object', 'a route: it is no object'],
    );
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

describe('parseMockPort', () => {
  it('is the port of the mocks, or unknown', () => {
    const body = (address: unknown): string =>
      JSON.stringify({ data: { server_info: { http_server: address } } });
    equal(parseMockPort(body('0.0.0.0:3100')), 3100);
    equal(parseMockPort(body('[::]:65535')), 65_535);
    for (const address of ['127.0.0.1', 'h:0', 'h:65536', 'h:1e3', 'h:80/x', 3000, null]) {
      equal(parseMockPort(body(address)), null);
    }
    equal(parseMockPort('{}'), null);
  });
});
