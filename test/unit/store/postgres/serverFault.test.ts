import { deepEqual, equal, ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { english } from '../../../../src/sentences/localize';
import { storeFaultText } from '../../../../src/sentences/storeText';
import { noPassword } from '../../../../src/store/postgres/clientOptions';
import { serverFault, serverName } from '../../../../src/store/postgres/serverFault';
import { serverSettings } from '../../../../src/store/postgres/serverSettings';

const settings = serverSettings('postgres://ann:hunter2@db.example/traffic?target=shop', {
  HOME: '/nonexistent',
});

/** What is told of each code, or of each message where there is none. */
const kinds: Readonly<Record<string, string>> = {
  '28P01': 'password_wrong',
  '28000': 'not_admitted',
  '3D000': 'no_such_database',
  '42501': 'no_rights',
  '25006': 'server_read_only',
  '26000': 'transaction_pooler',
  '42P05': 'transaction_pooler',
  '53100': 'server_disk_full',
  '53200': 'server_out_of_memory',
  '53300': 'server_full',
  '55P03': 'server_busy',
  '57P01': 'connection_lost',
  '57P03': 'server_not_ready',
  '08006': 'connection_lost',
  '42P01': 'server_failed',
  ENOTFOUND: 'host_unknown',
  EAI_AGAIN: 'host_unknown',
  ECONNREFUSED: 'server_refuses',
  ENOENT: 'server_refuses',
  EHOSTUNREACH: 'server_unreachable',
  ETIMEDOUT: 'server_silent',
  ECONNRESET: 'connection_lost',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_untrusted',
  CERT_HAS_EXPIRED: 'tls_untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_other_name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls_failed',
  [noPassword]: 'password_missing',
  'The server does not support SSL connections': 'tls_missing',
  'timeout expired': 'server_silent',
  'There was an error establishing an SSL connection': 'server_no_postgres',
  'Connection terminated unexpectedly': 'connection_lost',
};

describe('what is told of a server that refuses', () => {
  it('is of one kind for each code, in a sentence that says what to do', () => {
    for (const [code, kind] of Object.entries(kinds)) {
      const problem = /[a-z ]/.test(code) ? { message: code } : { code, message: 'because' };
      const fault = serverFault(problem, settings);
      equal(fault.kind, kind, code);
      ok(storeFaultText(fault, english).endsWith('.'), code);
    }
  });

  it('names a file of passwords that is ignored', () => {
    const without = { ...settings, password: null, ignoredPasswordFile: '/home/ann/.pgpass' };
    const fault = serverFault({ code: '28P01', message: 'empty password' }, without);
    deepEqual(fault, {
      kind: 'password_missing',
      user: 'ann',
      server: 'db.example:5432',
      ignoredFile: '/home/ann/.pgpass',
    });
  });

  it('never holds the password, whoever says it', () => {
    const codes = fc.constantFrom(
      undefined,
      ...Object.keys(kinds).filter((code) => !/ /.test(code)),
    );
    fc.assert(
      fc.property(codes, fc.string(), fc.string(), (code, before, after) => {
        const message = `${before}hunter2${after}`;
        const fault = serverFault({ code, message }, settings);
        ok(!JSON.stringify(fault).includes('hunter2'));
        ok(!storeFaultText(fault, english).includes('hunter2'));
      }),
    );
  });

  it('has an IPv6 address in brackets', () => {
    equal(serverName({ host: '::1', port: 5432 }), '[::1]:5432');
  });
});
