import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import * as fc from 'fast-check';
import { english } from '../../../../src/sentences/localize';
import { storeText } from '../../../../src/sentences/storeText';
import type { Parameters } from '../../../../src/store/postgres/connectionString';
import {
  isConnectionString,
  parametersOf,
  parseConnectionString,
  shownAddress,
  withoutPassword,
  withTarget,
} from '../../../../src/store/postgres/connectionString';
import { storeFaultOf } from '../../../../src/store/storeError';
import type { StoreFault } from '../../../../src/store/storeFault';

/** Addresses of libpq's own tests (src/interfaces/libpq/t/001_uri.pl), and what it takes them for. */
const libpqExamples: readonly (readonly [string, Parameters])[] = [
  [
    'postgresql://uri-user:secret@host:12345/db',
    { user: 'uri-user', password: 'secret', host: 'host', port: '12345', dbname: 'db' },
  ],
  [
    'postgresql://uri-user@host:12345/db',
    { user: 'uri-user', host: 'host', port: '12345', dbname: 'db' },
  ],
  ['postgresql://uri-user@host/db', { user: 'uri-user', host: 'host', dbname: 'db' }],
  ['postgresql://host:12345/db', { host: 'host', port: '12345', dbname: 'db' }],
  ['postgresql://host/db', { host: 'host', dbname: 'db' }],
  ['postgresql://uri-user@host:12345/', { user: 'uri-user', host: 'host', port: '12345' }],
  ['postgresql://uri-user@', { user: 'uri-user' }],
  ['postgresql://host:12345', { host: 'host', port: '12345' }],
  ['postgresql://host/', { host: 'host' }],
  ['postgresql://host', { host: 'host' }],
  ['postgresql://', {}],
  ['postgresql://%68ost/', { host: 'host' }],
  ['postgresql://host/db?user=uri-user', { user: 'uri-user', host: 'host', dbname: 'db' }],
  [
    'postgresql://host/db?u%73er=someotheruser&port=12345',
    { user: 'someotheruser', host: 'host', port: '12345', dbname: 'db' },
  ],
  ['postgresql://host:12345?user=uri-user', { user: 'uri-user', host: 'host', port: '12345' }],
  ['postgresql://host?user=uri-user', { user: 'uri-user', host: 'host' }],
  ['postgresql://host?', { host: 'host' }],
  ['postgresql://[::1]:12345/db', { host: '::1', port: '12345', dbname: 'db' }],
  ['postgresql://[2001:db8::1234]/', { host: '2001:db8::1234' }],
  ['postgresql://[200z:db8::1234]/', { host: '200z:db8::1234' }],
  ['postgresql://[::1]', { host: '::1' }],
  ['postgres://', {}],
  ['postgres:///', {}],
  ['postgres:///db', { dbname: 'db' }],
  ['postgres://uri-user@/db', { user: 'uri-user', dbname: 'db' }],
  ['postgres://?host=/path/to/socket/dir', { host: '/path/to/socket/dir' }],
  ['postgres://@host', { host: 'host' }],
  ['postgres://host:/', { host: 'host' }],
  ['postgres://:12345/', { port: '12345' }],
  [
    'postgres://otheruser@?host=/no/such/directory',
    { user: 'otheruser', host: '/no/such/directory' },
  ],
  [
    'postgres://otheruser@:12345/db?host=/path/to/socket',
    { user: 'otheruser', port: '12345', dbname: 'db', host: '/path/to/socket' },
  ],
  ['postgres://:12345?host=/path/to/socket', { port: '12345', host: '/path/to/socket' }],
  [
    'postgres://%2Fvar%2Flib%2Fpostgresql/dbname',
    { host: '/var/lib/postgresql', dbname: 'dbname' },
  ],
  ['postgresql://host?sslmode=verify-full', { host: 'host', sslmode: 'verify-full' }],
  ['postgresql://host?ssl=true', { host: 'host', sslmode: 'require' }],
];

/** Addresses that are refused, and why: libpq's own, then those that libpq takes and we do not. */
const refusals: readonly (readonly [string, StoreFault])[] = [
  [
    'postgresql://host/db?u%7aer=someotheruser&port=12345',
    { kind: 'address_unknown_parameters', names: ['uzer'] },
  ],
  ['postgres://[::1', { kind: 'address_defect', defect: 'ipv6' }],
  ['postgres://[]', { kind: 'address_defect', defect: 'ipv6' }],
  ['postgres://[::1]z', { kind: 'address_defect', defect: 'ipv6' }],
  [`postgres://h?target=${'é'.repeat(101)}`, { kind: 'address_defect', defect: 'name_too_long' }],
  ['postgresql://host?zzz', { kind: 'address_defect', defect: 'parameter' }],
  ['postgresql://host?value1&value2', { kind: 'address_defect', defect: 'parameter' }],
  ['postgresql://host?key=key=value', { kind: 'address_defect', defect: 'parameter' }],
  ['postgres://host?dbname=%XXfoo', { kind: 'address_defect', defect: 'encoding' }],
  ['postgresql://a%00b', { kind: 'address_defect', defect: 'encoding' }],
  ['postgresql://%zz', { kind: 'address_defect', defect: 'encoding' }],
  ['postgresql://%1', { kind: 'address_defect', defect: 'encoding' }],
  ['postgresql://%', { kind: 'address_defect', defect: 'encoding' }],

  ['postgres:host', { kind: 'address_defect', defect: 'no_slashes' }],
  ['postgres://one,two/db', { kind: 'address_defect', defect: 'several_hosts' }],
  ['postgres://?host=one,two', { kind: 'address_defect', defect: 'several_hosts' }],
  ['postgres://host:0', { kind: 'address_defect', defect: 'port' }],
  ['postgres://host:65536', { kind: 'address_defect', defect: 'port' }],
  ['postgres://host:x', { kind: 'address_defect', defect: 'port' }],
  ['postgres://host?connect_timeout=soon', { kind: 'address_defect', defect: 'connect_timeout' }],
  ['postgres://host?sslmode=prefer', { kind: 'address_sslmode', fallsBack: true }],
  ['postgres://host?sslmode=allow', { kind: 'address_sslmode', fallsBack: true }],
  ['postgres://host?sslmode=full', { kind: 'address_sslmode', fallsBack: false }],
  ['postgres://host?hostaddr=1.2.3.4', { kind: 'address_unknown_parameters', names: ['hostaddr'] }],
];

function faultOf(address: string): StoreFault | null {
  try {
    parseConnectionString(address);
    return null;
  } catch (error) {
    return storeFaultOf(error);
  }
}

describe("address of a team's store", () => {
  it('is read as libpq reads its own examples', () => {
    for (const [address, expected] of libpqExamples) {
      const given = Object.entries(parametersOf(address)).filter(([, value]) => value !== '');
      deepEqual(Object.fromEntries(given), expected, address);
    }
  });

  it('is refused for a reason', () => {
    for (const [address, fault] of refusals) deepEqual(faultOf(address), fault, address);
  });

  it('is told from the path of a file', () => {
    for (const address of ['postgres://', 'postgresql://h', 'POSTGRES://h', 'postgres:h']) {
      ok(isConnectionString(address), address);
    }
    for (const path of ['./postgres:h', 'postgres', 'postgres/traffic.sqlite', 'C:\\postgres']) {
      ok(!isConnectionString(path), path);
    }
  });

  it('names workspace and target, which are none and all when left out', () => {
    const { workspace, target } = parseConnectionString('postgres://h/d?workspace=w%26&target=t');
    deepEqual([workspace, target], ['w&', 't']);
    const none = parseConnectionString('postgres://h/d');
    deepEqual([none.workspace, none.target], ['', null]);
    equal(parseConnectionString('postgres://h/d?target=').target, '');
  });

  it('is shown so that it leads to the same store again, without the password', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((each) => !/[\0,]/.test(each));
    const part = fc.option(text.filter(isEncodable), { nil: undefined });
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
    fc.assert(
      fc.property(part, part, port, part, part, part, (user, host, port, database, ...ids) => {
        const [workspace = '', target = null] = ids;
        const address = { user, host, port, database, workspace, target };
        const read = parseConnectionString(shownAddress(address));
        equal(read.password, undefined);
        deepEqual({ ...read, ...address }, read);
      }),
    );
  });

  it('leads to the same store without its password, and to another target of it', () => {
    const text = fc.string({ minLength: 1 }).filter((one) => !one.includes('\0'));
    const part = text.map(encodeURIComponent);
    const parameters = fc.uniqueArray(
      fc.constantFrom('workspace=w', 'target=t', 'password=p', 'p%61ssword=q', 'sslmode=require'),
    );
    fc.assert(
      fc.property(
        part,
        fc.option(part, { nil: undefined }),
        parameters,
        text,
        (user, password, pairs, target) => {
          const authority = password === undefined ? user : `${user}:${password}`;
          const query = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
          const address = `postgres://${authority}@db.example/traffic${query}`;
          const parsed = parseConnectionString(address);
          const without = parseConnectionString(withoutPassword(address));
          deepEqual(without, { ...parsed, password: undefined });
          deepEqual(parseConnectionString(withTarget(address, target)), { ...parsed, target });
        },
      ),
    );
    equal(withTarget('postgres://h/d?', 't'), 'postgres://h/d?target=t');
    equal(withoutPassword('postgres://u@h/d'), 'postgres://u@h/d');
  });

  it('never shows its password, whatever is wrong with it', () => {
    const marked = fc
      .array(fc.constantFrom(...Array.from('/?#@:&=%[] ,a1')), { maxLength: 12 })
      .map((tail) => `hunter2${tail.join('')}hunter2`);
    const frame = fc.constantFrom(
      ...[
        'postgres://u:PW@h/d',
        'postgres://u:PW@h:x/d',
        'postgres://:PW@/?zz=1',
        'postgres:u:PW@h',
      ],
      ...['postgres://h/d?password=PW', 'postgres://h/d?password=PW&port=x', 'postgres://u:PW@[h'],
    );
    const isEncoded = fc.boolean();
    fc.assert(
      fc.property(marked, frame, isEncoded, (password, address, encodes) => {
        const written = encodes ? encodeURIComponent(password) : password;
        const text = address.replace('PW', () => written);
        try {
          const read = parseConnectionString(text);
          if (encodes) equal(read.password, password);
          if (read.password === password) ok(!shownAddress(read).includes('hunter2'));
        } catch (error) {
          const said = `${String(error)} ${storeText(error, english)}`;
          ok(!said.includes('hunter2'), said);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says what to write for each defect', () => {
    for (const [address] of refusals) {
      throws(
        () => parseConnectionString(address),
        (error) => storeText(error, english).endsWith('.'),
      );
    }
  });
});

function isEncodable(text: string): boolean {
  // Half of a pair of surrogates has no UTF-8.
  return !/\p{Surrogate}/u.test(text);
}
