import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { recordedRequest } from '../../../src/mockforge/recordedRequest';
import type { RecordedRequest } from '../../../src/mockforge/recordedRequest';

const wanted = { requestId: 'b', method: 'POST', isPath: (path: string) => path === '/api/orders' };

function exchange(parts: Readonly<Record<string, unknown>>): unknown {
  return { request: { id: 'b', method: 'POST', path: '/api/orders', ...parts }, response: null };
}

function read(parts: Readonly<Record<string, unknown>>): RecordedRequest {
  const found = recordedRequest([exchange(parts)], wanted);
  ok(found);
  return found;
}

describe('recordedRequest', () => {
  it('finds the one with the id, else the newest of the method to the endpoint', () => {
    const listed = [
      exchange({ id: 'x', path: '/api/users' }),
      exchange({ id: 'y', method: 'GET' }),
      exchange({ id: 'a', path: '/api/orders?n=1' }),
      exchange({ path: '/api/orders?n=2' }),
    ];
    equal(recordedRequest(listed, wanted)?.path, '/api/orders?n=2');
    equal(recordedRequest(listed, { ...wanted, requestId: null })?.path, '/api/orders?n=1');
    equal(recordedRequest(listed, { ...wanted, requestId: 'z' }), null);
    equal(recordedRequest([null, {}, { request: 1 }], wanted), null);
  });

  it('keeps what describes the content, and no other header', () => {
    const headers = {
      accept: 'text/html',
      'content-type': 'application/json',
      authorization: 'Bearer hunter2',
      cookie: 'a=hunter2',
      'accept-language': 'de\r\nx: y',
    };
    deepEqual(read({ headers: JSON.stringify(headers) }).headers, [
      ['accept', 'text/html'],
      ['content-type', 'application/json'],
    ]);
    deepEqual(read({ headers: 'no JSON' }).headers, []);
  });

  it('replaces secrets in query, forms and JSON, however deep', () => {
    const form = { headers: '{"content-type":"application/x-www-form-urlencoded"}' };
    equal(read({ query_params: 'page=2&api_key=k' }).path, '/api/orders?page=2&api_key=REDACTED');
    equal(
      read({ query_params: '{"q":"a b","token":"t"}' }).path,
      '/api/orders?q=a+b&token=REDACTED',
    );
    equal(read({ ...form, body: 'user=u&password=p' }).body, 'user=u&password=REDACTED');
    equal(
      read({ body: '{ "user": "u", "in": [{"clientSecret": {"a": 1}}], "author": "me" }' }).body,
      '{"user":"u","in":[{"clientSecret":"REDACTED"}],"author":"me"}',
    );
  });

  it('writes JSON in ASCII', () => {
    const value = { a: 'é\u2028\u{1f600}\n' };
    const { body } = read({ body: JSON.stringify(value) });
    equal(body, String.raw`{"a":"\u00e9\u2028\ud83d\ude00\n"}`);
    deepEqual(JSON.parse(body), value);
  });

  it('leaves out a body in which it cannot tell secrets, or that is very long', () => {
    const bodies = ['password: hunter2', '"hunter2"', JSON.stringify({ a: 'x'.repeat(20_001) })];
    for (const body of bodies) {
      const { body: shown, lacksBody } = read({ body });
      deepEqual([shown, lacksBody], [null, true]);
    }
    equal(read({ body: null }).lacksBody, false);
  });

  it('never shows what stands below the name of a secret', () => {
    const names = fc.constantFrom(
      'password',
      'apiKey',
      'access_token',
      'Authorization',
      'sessionId',
    );
    fc.assert(
      fc.property(names, fc.jsonValue(), fc.array(fc.string()), (name, value, path) => {
        const secret = { [name]: ['hunter2', value] };
        const whole = path.reduce<unknown>((inner, key) => ({ [key]: inner, a: [1] }), secret);
        const { body } = read({ body: JSON.stringify(whole) });
        ok(!(body ?? '').includes('hunter2'));
        ok(/^[ -~]*$/.test(body ?? ''));
      }),
    );
  });
});
