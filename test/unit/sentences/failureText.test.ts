import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type {
  SourceFailure,
  Wanted,
  WantedPage,
} from '../../../src/collector/sources/sourceFailure';
import { certificateCodes } from '../../../src/collector/sources/sourceFailure';
import { failureLine, failureText } from '../../../src/sentences/failureText';
import { english } from '../../../src/sentences/localize';
import { certificateText, networkText } from '../../../src/sentences/networkText';

const address = 'h:1';
const refused = { code: 'ECONNREFUSED', message: '' };

function todoOf(failure: SourceFailure): string {
  return failureText(failure, english).todo;
}

/** By what is wanted: advice where nobody listens, and where something else answers. */
const advice: Readonly<Record<Wanted, readonly [start: RegExp, check: RegExp]>> = {
  metrics: [/^Start MockForge, or connect/, /^Check the metrics URL: .* 9090/],
  request_log: [/start it with --admin\.$/, /^Check the admin URL: .* 9080/],
  routes: [/start it with --admin\.$/, /^Check the admin URL: .* 9080/],
  dashboard: [/start it with --admin\.$/, /^Check the admin URL: .* 9080/],
  recorder: [/--recorder/, /--recorder/],
  mailbox: [/--recorder/, /--recorder/],
  prometheus_version: [/^Check that Prometheus runs/, /^Check that Prometheus runs/],
  history: [/^Check that Prometheus runs/, /^Check that Prometheus runs/],
};
const everyWanted = Object.keys(advice) as Wanted[];

describe('failureText', () => {
  for (const wanted of everyWanted) {
    const [start, check] = advice[wanted];

    it(`advises what helps where nobody, or something else, answers for: ${wanted}`, () => {
      match(todoOf({ kind: 'no_answer', address, wanted, reason: refused }), start);
      match(todoOf({ kind: 'web_page', address, wanted }), check);
    });
  }

  it('advises nothing for the live log, which the log replaces', () => {
    equal(
      todoOf({ kind: 'web_page', address, wanted: 'live_log' }),
      'The request log is read instead.',
    );
  });

  it('looks for the mistake in the name of a host that nobody knows', () => {
    for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
      const reason = { code, message: '' };
      equal(
        todoOf({ kind: 'no_answer', address, wanted: 'metrics', reason }),
        'Check the name of the host.',
      );
    }
  });

  it('says what becomes of an answer that broke off or is too large', () => {
    const todos = (wanted: Wanted): readonly string[] => [
      todoOf({ kind: 'cut_body', address, wanted, bytes: 7 }),
      todoOf({ kind: 'large_body', address, wanted, megabytes: 64 }),
    ];
    deepEqual(todos('metrics'), [
      'None of them were counted. The next scrape tries again.',
      'Restart MockForge: its metrics grow with each path.',
    ]);
    deepEqual(todos('history'), [
      'None of it was used. Try again.',
      'Fill in fewer days at a time.',
    ]);
    deepEqual(todos('recorder'), [
      'None of it was used. The next scrape tries again.',
      'Restart MockForge, which empties it, or check what answers at this address.',
    ]);
  });

  it('advises by the status where that says what is wrong', () => {
    const todo = (status: number, isSlashed = false, wanted: WantedPage = 'metrics'): string =>
      todoOf({ kind: 'http_status', url: 'http://h:1/metrics/', wanted, status, isSlashed });
    for (const status of [401, 403]) match(todo(status), /^It wants a token or a password: /);
    match(todo(407), /^MockForge asks for no password/);
    for (const status of [502, 503, 504]) match(todo(status), /is starting or overloaded\./);
    match(todo(404, true), /^Leave out the slash/);
    match(todo(404), /^Check the metrics URL/);
    match(todo(500, true), /^Check the metrics URL/);
    equal(todo(404, false, 'live_log'), 'The request log is read instead.');
  });

  it('says until when a source answered, and when it is asked again', () => {
    const at = Date.UTC(2026, 2, 1, 12);
    const before = { source: 'recorder', answeredAt: at, failedAt: at + 1000 } as const;
    const failure = { kind: 'cut_body', address, wanted: 'recorder', bytes: 7 } as const;
    match(
      failureLine({ ...failure, before }, english),
      /^The recorder of h:1 broke off after 7 bytes; it answered until .* It is asked again when a request fails\.$/,
    );
    const dayLater = { ...before, failedAt: at + 86_400_000 };
    const until = failureText({ ...failure, before: dayLater }, english, 'de').what;
    match(until, /it answered until 1\. März \d\d:\d\d\.$/);
    for (const source of ['request_log', 'mailbox'] as const) {
      match(todoOf({ ...failure, before: { ...before, source } }), /^It is read again /);
    }
    const status = { kind: 'http_status', url: 'http://h:1/', isSlashed: false } as const;
    match(
      failureText({ ...status, wanted: 'recorder', status: 500, before }, english).what,
      /^The recorder answers 500 Internal Server Error; it answered until /,
    );
    match(todoOf({ ...status, wanted: 'recorder', status: 403, before }), /a token or a password/);
  });

  it('names whatever is asked for, so that a translation can', () => {
    const asked: string[] = [];
    for (const wanted of [...everyWanted, 'live_log'] as const) {
      failureText({ kind: 'web_page', address, wanted }, (text, ...values) => {
        asked.push(text);
        return english(text, ...values);
      });
    }
    for (const wanted of everyWanted) {
      const { what } = failureText({ kind: 'cut_body', address, wanted, bytes: 1 }, english);
      ok(/^The [A-Za-z ]+ of h:1 broke off/.test(what), what);
    }
    for (const name of ['the routes', 'the SMTP mailbox', 'the live request log', 'its version']) {
      ok(asked.includes(name), name);
    }
  });
});

describe('networkText', () => {
  it('words what is known of why there was no answer', () => {
    const text = (code: string, message = ''): string => networkText({ code, message }, english);
    deepEqual(
      [
        ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
        ...['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET', 'EOTHER', ''],
      ].map((code) => text(code)),
      [
        ...['connection refused', 'connection reset', 'unknown host', 'host name not resolved'],
        ...['host unreachable', 'network unreachable', 'connection timed out'],
        ...['connection timed out', 'connection closed', 'EOTHER', 'connection failed'],
      ],
    );
    equal(text('', 'it said why'), 'it said why');
  });

  it('words everything that is known to be wrong with a certificate', () => {
    for (const code of certificateCodes) match(certificateText(code, english), /^it/);
    equal(certificateText('CERT_HAS_EXPIRED', english), 'it has expired');
  });
});
