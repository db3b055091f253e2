import { strict as assert } from 'node:assert';
import {
  normaliseMetricsUrl,
  normaliseServerUrl,
  pageBelow,
  withScheme,
} from '../../../src/domain/serverUrl';

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
    assert.equal(normaliseMetricsUrl('http://127.0.0.1/mock/m'), 'http://127.0.0.1/mock/m');
    assert.equal(normaliseMetricsUrl('nonsense'), undefined);
  });

  it('keeps path and query as they are typed, with a slash at the end', () => {
    for (const url of [
      'http://127.0.0.1:9090/metrics/',
      'http://127.0.0.1:9090/m//?x=1&y=a%20b&k',
      'http://127.0.0.1:9090/?token=k',
    ]) {
      assert.equal(normaliseMetricsUrl(url), url);
    }
  });
});

describe('pageBelow', () => {
  const page = '/admin/logs?limit=1000';
  const cases: readonly (readonly [string, string])[] = [
    ['http://h:9080', 'http://h:9080/admin/logs?limit=1000'],
    ['http://h:9080/mock/', 'http://h:9080/mock/admin/logs?limit=1000'],
    ['http://h:9080/mock/?k=1', 'http://h:9080/mock/admin/logs?k=1&limit=1000'],
    ['http://h:9080?a=b%20c&k&limit=5&%6Cimit=6', 'http://h:9080/admin/logs?a=b%20c&k&limit=1000'],
  ];
  for (const [server, url] of cases) {
    it(`of ${server} is ${url}`, () => {
      assert.equal(pageBelow(server, page), url);
    });
  }

  it('has the query of the server where the page has none', () => {
    assert.equal(pageBelow('http://h/?k=1', '/routes'), 'http://h/routes?k=1');
    assert.equal(pageBelow('http://h/', '/routes'), 'http://h/routes');
  });
});

describe('withScheme', () => {
  it('puts http:// before what has no scheme', () => {
    assert.equal(withScheme(' localhost:9090 '), 'http://localhost:9090');
    assert.equal(withScheme('https://mock.example'), 'https://mock.example');
  });
});
