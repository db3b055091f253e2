import { deepEqual, equal } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { passwordIn } from '../../../../src/store/postgres/passwordFile';
import { serverSettings } from '../../../../src/store/postgres/serverSettings';
import { storeFaultOf } from '../../../../src/store/storeError';
import type { StoreFault } from '../../../../src/store/storeFault';

const place = { host: 'db.example', port: 5432, user: 'ann', database: 'traffic' };

describe("settings of a team's store", () => {
  let home: string;
  const write = (name: string, text: string, mode = 0o600): string => {
    const path = join(home, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const settingsOf = (
    address: string,
    variables: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof serverSettings> =>
    serverSettings(address, { HOME: home, APPDATA: home, ...variables });
  const faultOf = (...call: Parameters<typeof settingsOf>): StoreFault | null => {
    try {
      settingsOf(...call);
      return null;
    } catch (error) {
      return storeFaultOf(error);
    }
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'settings-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it('are the address before the service before the environment before the defaults', () => {
    const services = write(
      'services.conf',
      '# ours\n[other]\nhost=other\n[team]\nhost=of-service\nport=6000\ndbname=d\n\n[more]\nport=1\n',
    );
    const variables = { PGSERVICEFILE: services, PGPORT: '7000', PGUSER: 'env', PGHOST: 'of-env' };
    const { host, port, user, database } = settingsOf('postgres://own?service=team', variables);
    deepEqual([host, port, user, database], ['own', 6000, 'env', 'd']);
    const plain = settingsOf('postgres://ann@', { PGPASSWORD: 'x' });
    deepEqual([plain.host, plain.port, plain.database], ['localhost', 5432, 'ann']);
    equal(plain.shown, 'postgres://ann@localhost:5432/ann');
  });

  it('name a service that nobody defines, and a line that means nothing here', () => {
    const file = write('services.conf', '[team]\nhost=h\noptions=-c x\n');
    const variables = { PGSERVICEFILE: file };
    deepEqual(faultOf('postgres://?service=none', variables), {
      kind: 'service_unknown',
      service: 'none',
      files: [file],
    });
    deepEqual(faultOf('postgres://', { ...variables, PGSERVICE: 'team' }), {
      kind: 'service_line',
      file,
      line: 3,
    });
  });

  it('take the password from the address, the environment or a file that nobody else reads', function () {
    const address = 'postgres://ann@db.example/traffic?sslmode=disable';
    const file = write('.pgpass', 'db.example:5432:traffic:ann:of-file\n');
    const variables = process.platform === 'win32' ? { PGPASSFILE: file } : {};
    equal(settingsOf(address, variables).password, 'of-file');
    equal(settingsOf(address, { ...variables, PGPASSWORD: 'of-env' }).password, 'of-env');
    const named = address.replace('ann@', 'ann:of-address@');
    equal(settingsOf(named, { PGPASSWORD: 'of-env' }).password, 'of-address');
    if (process.platform === 'win32') this.skip();
    chmodSync(file, 0o640);
    const { password, ignoredPasswordFile } = settingsOf(address);
    deepEqual([password, ignoredPasswordFile], [null, file]);
  });

  it('encrypt and verify all that leaves this machine, unless the address says otherwise', () => {
    const verified = (address: string): string | null => settingsOf(address).tls?.verifies ?? null;
    equal(verified('postgres://db.example'), 'name');
    equal(verified('postgres://10.0.0.1'), 'name');
    for (const host of ['localhost', '127.0.0.1', '[::1]', '%2Ftmp']) {
      equal(verified(`postgres://${host}`), null, host);
    }
    equal(verified('postgres://localhost?sslmode=verify-full'), 'name');
    equal(verified('postgres://%2Ftmp?sslmode=verify-full'), null);
    equal(verified('postgres://db.example?sslmode=verify-ca'), 'certificate');
    equal(verified('postgres://db.example?sslmode=require'), 'nothing');
    const ca = write('.postgresql/root.crt', 'PEM');
    const named = `postgres://db.example?sslmode=require&sslrootcert=${encodeURIComponent(ca)}`;
    equal(verified(named), 'certificate');
    equal(settingsOf(named).tls?.ca, 'PEM');
    equal(settingsOf('postgres://db.example?sslrootcert=system').tls?.ca, null);
  });

  it('name a certificate that cannot be read', () => {
    const path = join(home, 'none.crt');
    const fault = faultOf(`postgres://db.example?sslrootcert=${encodeURIComponent(path)}`);
    equal(fault?.kind, 'server_file_unreadable');
  });
});

describe('file of passwords', () => {
  it('gives the password of the first line that fits', () => {
    const text = [
      '# db.example:5432:traffic:ann:comment',
      'other:5432:traffic:ann:no',
      'db.example:*:*:ann:first\\:with\\\\both',
      'db.example:5432:traffic:ann:second',
    ].join('\r\n');
    equal(passwordIn(text, place), 'first:with\\both');
    equal(passwordIn(text, { ...place, user: 'bob' }), null);
  });

  it('has localhost for the folders in which PostgreSQL has its socket', () => {
    const text = 'localhost:5432:traffic:ann:pw';
    equal(passwordIn(text, { ...place, host: '/var/run/postgresql' }), 'pw');
    equal(passwordIn(text, { ...place, host: '/elsewhere' }), null);
  });

  it('gives back whatever was written with its colons and backslashes escaped', () => {
    const field = fc
      .string({ minLength: 1 })
      .filter((text) => text !== '*' && !text.startsWith('#') && !/[\r\n]/.test(text));
    const escaped = (text: string): string => text.replaceAll(/[\\:]/g, '\\$&');
    fc.assert(
      fc.property(field, field, field, field, (host, database, user, password) => {
        fc.pre(!host.startsWith('/'));
        const line = [host, '5432', database, user, password].map(escaped).join(':');
        equal(passwordIn(`x:1:y:z:no\n${line}\n`, { host, port: 5432, database, user }), password);
      }),
    );
  });
});
