import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { fnv1a64 } from '../../../src/domain/fnv';
import { freeTargetId, isTargetId, targetDatabasePath, targetId } from '../../../src/domain/target';

const urls = { metricsUrl: 'http://127.0.0.1:9090/metrics', adminUrl: 'http://127.0.0.1:9080' };

describe('targetId', () => {
  it('never changes, lest a database should be lost', () => {
    assert.equal(targetDatabasePath(urls), 'targets/c7962eda44acb7e6/traffic.sqlite');
  });

  it('is the same for every spelling of the same addresses', () => {
    const spelled = { metricsUrl: 'HTTP://127.0.0.1:9090', adminUrl: 'http://127.0.0.1:9080/#top' };
    assert.equal(targetId(spelled), targetId(urls));
    assert.equal(
      targetId({ ...urls, adminUrl: 'https://mock.example:443/' }),
      targetId({ ...urls, adminUrl: 'https://mock.example' }),
    );
  });

  it('is that of the address without slashes at its end, as it was when they were never asked for', () => {
    const slashed = { metricsUrl: `${urls.metricsUrl}/`, adminUrl: `${urls.adminUrl}//` };
    assert.equal(targetId(slashed), targetId(urls));
    const property = fc.property(fc.webUrl({ withQueryParameters: true }), (metricsUrl) => {
      const stripped = new URL(metricsUrl);
      stripped.pathname = stripped.pathname.replace(/\/+$/, '');
      const bare = stripped.pathname === '/' && stripped.search === '';
      const known = bare ? `${stripped.origin}/metrics` : stripped.href;
      const hash = fnv1a64(`${known}\n${urls.adminUrl}`);
      assert.equal(targetId({ ...urls, metricsUrl }), hash.toString(16).padStart(16, '0'));
    });
    fc.assert(property, { seed: 1 });
  });

  it('differs where either address does', () => {
    const ids = [
      urls,
      { ...urls, metricsUrl: 'http://127.0.0.1:9091/metrics' },
      { ...urls, adminUrl: 'http://127.0.0.1:9081' },
      { metricsUrl: urls.adminUrl, adminUrl: urls.metricsUrl },
    ].map(targetId);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('is that of the database which a server had at other addresses', () => {
    const database = 'c7962eda44acb7e6';
    assert.equal(targetId({ ...urls, metricsUrl: 'http://127.0.0.1:1', database }), database);
    assert.equal(
      targetDatabasePath({ metricsUrl: 'http://h', adminUrl: 'http://h', database }),
      'targets/c7962eda44acb7e6/traffic.sqlite',
    );
  });
});

describe('freeTargetId', () => {
  it('is that of the addresses as long as nobody has it, then one that nobody has', () => {
    const first = targetId(urls);
    assert.equal(freeTargetId(urls, []), first);
    const second = freeTargetId(urls, [first]);
    const third = freeTargetId(urls, [first, second]);
    assert.equal(new Set([first, second, third]).size, 3);
    assert.ok([first, second, third].every(isTargetId));
    assert.equal(freeTargetId(urls, [first]), second);
  });
});

describe('isTargetId', () => {
  it('is nothing that could lead out of the folder of databases', () => {
    for (const text of [
      '',
      '..',
      'c7962eda44acb7e',
      'c7962eda44acb7e6a',
      '../62eda44acb7e6',
      'C7962EDA44ACB7E6',
    ]) {
      assert.ok(!isTargetId(text), text);
    }
  });
});
