import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import {
  authorizationOf,
  authorizedNetwork,
  credentialsFault,
} from '../../../src/collector/authorization';
import type { HttpGet } from '../../../src/collector/sources/httpGet';

const init = {
  headers: { accept: '*/*' },
  redirect: 'manual',
  signal: new AbortController().signal,
} as const;

describe('what authorizes us to a server', () => {
  it('is sent to its origin alone: scheme, host and port', async () => {
    const sent: Record<string, string | undefined> = {};
    const http: HttpGet = (url, { headers }) => {
      sent[url] = headers['authorization'];
      equal(headers['accept'], '*/*');
      return Promise.resolve(new Response());
    };
    const network = authorizedNetwork(http, (origin) =>
      Promise.resolve(origin === 'http://h:9090' ? 'Bearer t' : undefined),
    );
    const urls = [
      'http://h:9090/metrics?a=b',
      'https://h:9090/',
      'http://h:9091/',
      'http://g:9090/',
    ];
    for (const url of urls) await network(url, init);
    deepEqual(Object.values(sent), ['Bearer t', undefined, undefined, undefined]);
  });

  it('is a bearer token, or a user with a password in UTF-8', () => {
    equal(authorizationOf({ kind: 'token', token: ' abc.def ' }), 'Bearer abc.def');
    // The example of RFC 7617, section 2.1.
    equal(
      authorizationOf({ kind: 'password', user: 'test', password: '123£' }),
      'Basic dGVzdDoxMjPCow==',
    );
  });

  it('is refused where it could not be told apart, or would end the header', () => {
    equal(credentialsFault({ kind: 'password', user: 'a:b', password: '' }), 'colon_in_user');
    equal(credentialsFault({ kind: 'password', user: '', password: 'x' }), 'empty');
    equal(credentialsFault({ kind: 'token', token: '  ' }), 'empty');
    equal(credentialsFault({ kind: 'token', token: 'a\r\nb: c' }), 'not_for_headers');
    equal(credentialsFault({ kind: 'token', token: 'größe' }), 'not_for_headers');
  });

  it('can always be sent where nothing is wrong with it', () => {
    const credentials = fc.oneof(
      fc.record({ kind: fc.constant('token' as const), token: fc.string({ unit: 'binary' }) }),
      fc.record({
        kind: fc.constant('password' as const),
        user: fc.string({ unit: 'grapheme' }),
        password: fc.string({ unit: 'grapheme' }),
      }),
    );
    fc.assert(
      fc.property(credentials, (given) => {
        fc.pre(credentialsFault(given) === undefined);
        const value = authorizationOf(given);
        equal(new Headers({ authorization: value }).get('authorization'), value);
      }),
    );
  });
});
