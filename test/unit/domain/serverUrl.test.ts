import { strict as assert } from 'node:assert';
import { normaliseMetricsUrl, normaliseServerUrl, withScheme } from '../../../src/domain/serverUrl';

describe('normaliseServerUrl', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['http://127.0.0.1:9080', 'http://127.0.0.1:9080'],
    ['http://127.0.0.1:9080/', 'http://127.0.0.1:9080'],
    ['HTTP://Mock.Example:80/Admin//', 'http://mock.example/Admin'],
    ['https://mock.example/?tenant=a#part', 'https://mock.example/?tenant=a'],
    ['http://[::1]:9080', 'http://[::1]:9080'],
    ['localhost:9080', undefined],
    ['file:///etc/hosts', undefined],
    ['http://user@127.0.0.1', undefined],
    ['http://127.0.0.1:99999', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`${JSON.stringify(text)} is ${String(expected)}`, () => {
      assert.equal(normaliseServerUrl(text), expected);
    });
  }
});

describe('normaliseMetricsUrl', () => {
  it('adds the usual page to a bare server, and leaves a page that is named', () => {
    assert.equal(normaliseMetricsUrl('http://127.0.0.1:9090/'), 'http://127.0.0.1:9090/metrics');
    assert.equal(normaliseMetricsUrl('http://127.0.0.1/mock/m/'), 'http://127.0.0.1/mock/m');
    assert.equal(normaliseMetricsUrl('nonsense'), undefined);
  });
});

describe('withScheme', () => {
  it('puts http:// before what has no scheme', () => {
    assert.equal(withScheme(' localhost:9090 '), 'http://localhost:9090');
    assert.equal(withScheme('https://mock.example'), 'https://mock.example');
  });
});
