import { deepEqual, doesNotMatch, equal, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { listedExchanges, readExchanges } from '../../../src/mockforge/exchange';
import type { Exchange } from '../../../src/mockforge/exchange';
import { AdminFormatError } from '../../../src/mockforge/logRow';
import { english } from '../../../src/sentences/localize';
import { unreadableText } from '../../../src/sentences/unreadableText';

/** A refusal as MockForge 0.3.213 answers it. */
function refusal(...errors: readonly string[]): string {
  const details = errors.map((message) => ({ code: 'schema_validation', message, path: 'body' }));
  return JSON.stringify({
    detail: `Validation error: ${JSON.stringify({ details, errors })}`,
    error: 'request validation failed',
    method: 'POST',
    path: '/api/orders',
    timestamp: '2026-11-24T02:45:12.196975011+00:00',
  });
}

const request = {
  id: '3d6dbcef-cf42-4bd9-9e90-a0445141e5eb',
  protocol: 'Http',
  timestamp: '2026-11-24T02:45:12.193520610Z',
  method: 'POST',
  path: '/api/orders',
  query_params: null as string | null,
  headers: '{"host":"127.0.0.1:3300","user-agent":"curl/x","authorization":"Bearer SECRET"}',
  body: '{"password":"hunter2"}' as string | null,
  client_ip: '127.0.0.1',
  trace_id: '520fe4b36d0fef4c49a152339f06ef7c' as string | null,
  span_id: '202987aa439faeb8' as string | null,
};

const response = {
  request_id: request.id,
  status_code: 400,
  headers: '{"set-cookie":"session=SECRET"}',
  body: refusal('body validation failed: "total" is a required property') as string | null,
  size_bytes: 351,
  timestamp: '2026-11-24T02:45:12.198072317Z',
};

function parsed(
  requestParts: Partial<typeof request> = {},
  responseParts: Partial<typeof response> = {},
): Exchange {
  const row = {
    request: { ...request, ...requestParts },
    response: { ...response, ...responseParts },
  };
  const [exchange] = readExchanges([row]).items;
  return exchange!;
}

describe('the exchanges of the recorder', () => {
  it('reads what the recorder says of a refused request', () => {
    deepEqual(parsed(), {
      requestId: '3d6dbcef-cf42-4bd9-9e90-a0445141e5eb',
      method: 'POST',
      path: '/api/orders',
      status: 400,
      userAgent: 'curl/x',
      respondedAt: Date.UTC(2026, 10, 24, 2, 45, 12, 198),
      traceId: '520fe4b36d0fef4c49a152339f06ef7c',
      spanId: '202987aa439faeb8',
      bytesSent: 351,
      validation: 'body validation failed: "total" is a required property',
    });
  });

  it('reads no message of a request that was served', () => {
    equal(parsed({}, { status_code: 200 }).validation, null);
  });

  it('takes what there is where the body lists no errors', () => {
    equal(parsed({}, { body: '{"error":"not found"}' }).validation, 'not found');
    equal(parsed({}, { body: '{"message":"no such order"}' }).validation, 'no such order');
    equal(parsed({}, { body: 'plain text' }).validation, null);
    equal(parsed({}, { body: null }).validation, null);
  });

  it('joins the errors of one request', () => {
    equal(parsed({}, { body: refusal('one', 'two') }).validation, 'one; two');
  });

  it('leaves out a request that has no answer yet, and the query of a path', () => {
    deepEqual(readExchanges([{ request, response: null }, { request }]), {
      items: [],
      unreadable: [],
    });
    equal(parsed({ path: '/api/orders?key=SECRET' }).path, '/api/orders');
  });

  it('cuts a message at 2 kB, never through a character', () => {
    const long = parsed({}, { body: refusal('ü'.repeat(3000)) }).validation ?? '';
    equal(Buffer.byteLength(long) <= 2048 && Buffer.byteLength(long) > 2040, true);
    equal(/^ü+…$/.test(long), true);
  });

  it('rejects what is not a list of exchanges', () => {
    for (const body of ['<html>', '{"data":[]}', '[]']) {
      throws(() => listedExchanges(body), AdminFormatError);
    }
    deepEqual(listedExchanges('{"exchanges":[7]}'), [7]);
  });

  it('are read for themselves: an odd one is left out with its reason, and costs no other', () => {
    const odd: readonly (readonly [unknown, string])[] = [
      [null, 'it is no object'],
      [{ response }, 'its request is no object'],
      [{ request, response: 7 }, 'its response is no object'],
      [{ request: { ...request, id: 7 }, response }, 'its id is no text'],
      [{ request: { ...request, path: null }, response }, 'its path is null'],
      [{ request, response: { ...response, status_code: '400' } }, 'its status_code is no number'],
      [{ request, response: { ...response, timestamp: 'now' } }, 'its timestamp is no time'],
      [{ request: { ...request, path: '/again' }, response }, 'another has its id'],
    ];
    const good = { request, response };
    const { items, unreadable } = readExchanges([good, ...odd.map(([row]) => row)]);
    deepEqual(items, [parsed()]);
    deepEqual(
      unreadable.map(({ reason }) => unreadableText(reason, english)),
      odd.map(([, why]) => `an exchange of the recorder: ${why}`),
    );
    equal(new Set(unreadable.map(({ id }) => id)).size, odd.length);
  });

  it('know no size that none can be', () => {
    for (const size of [-1, 1e300, 0.5, '7', null]) {
      equal(parsed({}, { size_bytes: size as number }).bytesSent, null);
    }
  });
});

describe('secrets of recorded requests', () => {
  const shown = (exchange: Exchange): string => JSON.stringify(exchange);

  it('are left out of a message that quotes them', () => {
    const body = '{"user":{"password":"hunter2","pin":4711},"tags":["ab"]}';
    const errors = refusal(
      'body validation failed: "hunter2" is shorter than 8 characters; 4711 is not of type "string"',
      '{"password":"hunter2","pin":4711} is not valid; "ab" is not one of "x"',
    );
    const { validation } = parsed({ body }, { body: errors });
    equal(
      validation,
      'body validation failed: "…" is shorter than 8 characters; … is not of type "string"; ' +
        '{"password":"…","pin":…} is not valid; "…" is not one of "x"',
    );
  });

  it('are left out wherever they came from: forms, queries, headers', () => {
    const errors = refusal(
      "'p@ss word' is too short",
      'token abc-DEF-123 has expired',
      'SECRET is wrong',
    );
    const exchange = parsed(
      { body: 'user=jo&password=p%40ss+word', query_params: 'token=abc-DEF-123' },
      { body: errors },
    );
    doesNotMatch(shown(exchange), /p@ss|abc-DEF|SECRET/);
  });

  it('never pass, whatever they are and whatever quotes them', () => {
    const secrets = fc
      .string({ minLength: 6, maxLength: 30 })
      .filter((text) => !/^[\s\d]*$/.test(text));
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (random, before, after) => {
        const secret = `s3cr${random}`;
        const exchange = parsed(
          {
            body: JSON.stringify({ nested: [{ password: secret }] }),
            headers: JSON.stringify({ authorization: `Bearer ${secret}`, cookie: secret }),
          },
          {
            body: refusal(
              `${before}${JSON.stringify(secret)}${after}`,
              `${before}${secret}${after}`,
            ),
          },
        );
        equal(shown(exchange).includes(JSON.stringify(secret).slice(1, -1)), false);
      }),
    );
  });
});
