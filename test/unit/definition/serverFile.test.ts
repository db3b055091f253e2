import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { isRecord } from '../../../src/domain/isRecord';
import { readServerFile } from '../../../src/definition/serverFile';
import { configKeys } from '../../../src/mockforge/configFile';
import type { ConfigFault, ConfiguredServer } from '../../../src/mockforge/configFile';
import { style, yamlText } from '../../support/definitions';

const usual: ConfiguredServer = {
  metricsUrls: ['http://127.0.0.1:9090/metrics'],
  adminUrls: ['http://127.0.0.1:9080'],
  recorderUrl: 'http://127.0.0.1:3000',
  hasMetrics: true,
  hasAdmin: false,
  openapiSpec: null,
};

/** The parts of what `mockforge init` writes that tell where its server is, among others. */
const initial = `# MockForge Configuration
http:
  port: 3000
  host: "0.0.0.0"
  validation_overrides: {}
  openapi_spec: "./examples/openapi.json"

websocket:
  port: 3001

admin:
  enabled: true
  port: 9080
  host: "127.0.0.1"
  prometheus_url: "http://localhost:9090"

observability:
  prometheus:
    enabled: true
    port: 9090
    host: "0.0.0.0"
    path: "/metrics"
  opentelemetry: null

data:
  rag:
    enabled: false
`;

function serverOf(text: string): ConfiguredServer {
  const result = readServerFile(text);
  assert.ok(result.ok, JSON.stringify(result));
  return result.server;
}

function faultOf(text: string): ConfigFault {
  const result = readServerFile(text);
  assert.ok(!result.ok, JSON.stringify(result));
  return result.fault;
}

describe('readServerFile', () => {
  it('finds the server of the file that MockForge writes', () => {
    assert.deepEqual(serverOf(initial), {
      ...usual,
      recorderUrl: '',
      hasAdmin: true,
      openapiSpec: './examples/openapi.json',
    });
  });

  it("takes MockForge's defaults for what is not there, or null", () => {
    for (const text of [
      'routes: []\n',
      'http:\n',
      'http: ~\nadmin: null\nobservability: {prometheus: }\n',
      '{"http": {"port": null}}',
      'http:\n  port: 3000\n',
    ]) {
      assert.deepEqual(serverOf(text), usual, text);
    }
  });

  it('takes ports, hosts and switches as they are written, in YAML and JSON', () => {
    const value = {
      http: { port: 3100, host: 'mocks.test' },
      admin: { enabled: true, port: 9180, host: '10.0.0.5' },
      observability: { prometheus: { enabled: false, port: 9190, host: '::1' } },
    };
    const expected = {
      ...usual,
      ...{ hasAdmin: true, hasMetrics: false, recorderUrl: '' },
      ...{ metricsUrls: ['http://[::1]:9190/metrics'], adminUrls: ['http://10.0.0.5:9180'] },
    };
    assert.deepEqual(serverOf(JSON.stringify(value, null, 2)), expected);
    const yaml = `\uFEFF---\r\nhttp: &h {port: 3100, host: mocks.test}\r\nadmin:\r\n  enabled: true\r\n  port: 9180\r\n  host: '10.0.0.5'\r\nobservability:\r\n  prometheus: {enabled: False, port: 9190, host: "::1"}\r\n`;
    assert.deepEqual(serverOf(yaml), expected);
  });

  it('asks this machine where a server listens everywhere', () => {
    for (const host of ['0.0.0.0', '::', '"[::]"', 'localhost', '127.0.0.1']) {
      const { metricsUrls } = serverOf(
        `observability: {prometheus: {host: '${host.replaceAll('"', '')}'}}`,
      );
      assert.deepEqual(metricsUrls, usual.metricsUrls, host);
    }
  });

  it('knows a second place of the metrics and the admin API where the file names one', () => {
    const server = serverOf(
      'http: {port: 3100}\nadmin: {port: 9180, mount_path: /admin/}\nobservability: {prometheus: {path: prom}}\n',
    );
    assert.deepEqual(server.metricsUrls, [
      'http://127.0.0.1:9090/metrics',
      'http://127.0.0.1:9090/prom',
    ]);
    assert.deepEqual(server.adminUrls, ['http://127.0.0.1:9180', 'http://127.0.0.1:3100/admin']);
  });

  it('is led to no other host by what should be a path', () => {
    for (const path of ['//evil.test/x', 'http://evil.test/x', '@evil.test', '/../../x?a#b']) {
      const { metricsUrls, adminUrls } = serverOf(
        JSON.stringify({
          admin: { mount_path: path },
          observability: { prometheus: { path } },
        }),
      );
      const hosts = [...metricsUrls, ...adminUrls].map((url) => new URL(url).host);
      assert.deepEqual(
        new Set(hosts),
        new Set(['127.0.0.1:9090', '127.0.0.1:9080', '127.0.0.1:3000']),
        path,
      );
    }
  });

  it('follows aliases and merge keys', () => {
    const text =
      'x: &port 9191\nbase: &base {enabled: true, port: 9181}\nadmin: {<<: *base}\nobservability:\n  prometheus:\n    port: *port\n';
    const { metricsUrls, adminUrls, hasAdmin } = serverOf(text);
    assert.deepEqual(
      [metricsUrls, adminUrls, hasAdmin],
      [['http://127.0.0.1:9191/metrics'], ['http://127.0.0.1:9181'], true],
    );
  });

  const wrong: readonly (readonly [text: string, fault: Partial<ConfigFault>])[] = [
    ['http: {port: abc}', { key: 'http.port', text: 'abc', type: 'port' }],
    ['http: {port: 99999}', { key: 'http.port', text: '99999', type: 'port' }],
    ['http: {port: 0}', { key: 'http.port', text: '0', type: 'port' }],
    ['http: {port: "3000"}', { key: 'http.port', text: '3000', type: 'port' }],
    ['http: {port: 30.5}', { key: 'http.port', text: '30.5', type: 'port' }],
    ['http: {port: [3000]}', { key: 'http.port', text: null, type: 'port' }],
    ['http: 3000', { key: 'http.host', text: null, type: 'host' }],
    ['http: {host: a/b}', { key: 'http.host', text: 'a/b', type: 'host' }],
    ['http: {host: "me@evil.test"}', { key: 'http.host', text: 'me@evil.test', type: 'host' }],
    ['http: {host: "a:1:b"}', { key: 'http.host', text: 'a:1:b', type: 'host' }],
    ['admin: {enabled: yes}', { key: 'admin.enabled', text: 'yes', type: 'boolean' }],
    ['admin: {enabled: "true"}', { key: 'admin.enabled', text: 'true', type: 'boolean' }],
    [
      'observability: {prometheus: {path: {a: b}}}',
      { key: 'observability.prometheus.path', text: null, type: 'text' },
    ],
    [
      'observability: [prometheus]',
      { key: 'observability.prometheus.enabled', text: null, type: 'boolean' },
    ],
  ];
  for (const [text, fault] of wrong) {
    it(`says what is wrong with ${text}`, () => {
      assert.deepEqual(faultOf(text), { kind: 'wrong_value', ...fault });
    });
  }

  it('finds no settings in what is no mapping, or does not parse', () => {
    for (const text of [
      '',
      '\n# nothing\n',
      'http',
      '- http\n',
      'http: {port: 1',
      'http:\n\t- {',
    ]) {
      assert.deepEqual(faultOf(text), { kind: 'no_settings' }, JSON.stringify(text));
    }
  });

  it('expands no aliases, and does not look into what it does not need', () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const items =
        level === 0
          ? '"lol"'
          : Array(10)
              .fill(`*l${level - 1}`)
              .join();
      return `l${level}: &l${level} [${items}]`;
    });
    assert.deepEqual(serverOf(`${levels.join('\n')}\nhttp: {port: 3000}\nroutes: *l29\n`), usual);
    assert.equal(faultOf(`${levels.join('\n')}\nhttp: {port: *l29}\n`).kind, 'wrong_value');
    assert.equal(faultOf(`http: ${'['.repeat(100_000)}`).kind, 'no_settings');
    assert.deepEqual(
      serverOf(`routes:\n${'  - {path: /a, method: GET}\n'.repeat(200_000)}`),
      usual,
    );
  });

  /** Values of all kinds at the places that are read, among others. */
  const value = fc.oneof(
    fc.integer({ min: -1, max: 70_000 }),
    fc.constantFrom(9090, 'x', '', '0.0.0.0', '::1', '/metrics', '//evil.test/x', '?a', '#', '..'),
    fc.boolean(),
    fc.constant(null),
    fc.constant([1]),
    fc.string({ maxLength: 8 }),
  );
  const config = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...configKeys, 'http.other', 'data.rows'), value), {
      selector: ([key]) => key,
    })
    .map((entries) => {
      const root: Record<string, unknown> = {};
      for (const [key, given] of entries) {
        const [last = '', ...path] = key.split('.').reverse();
        const parent = path.reduceRight<Record<string, unknown>>(
          (node, name) => (node[name] ??= {}) as Record<string, unknown>,
          root,
        );
        parent[last] = given;
      }
      return root;
    });

  it('finds the same in a file however it is written, and never another host than it names', () => {
    const property = fc.property(config, style, (root, written) => {
      const text = yamlText(root, written);
      if (!isRecord(parse(text))) return;
      const result = readServerFile(text);
      assert.deepEqual(result, readServerFile(JSON.stringify(root)));
      if (!result.ok) return;
      const { metricsUrls, adminUrls } = result.server;
      const hosts = ['observability.prometheus.host', 'admin.host', 'http.host'].map((key) => {
        const named = key
          .split('.')
          .reduce<unknown>((node, name) => (isRecord(node) ? node[name] : undefined), root);
        return JSON.stringify(named ?? '127.0.0.1')
          .replaceAll('"', '')
          .trim();
      });
      const shown = hosts.map((host) =>
        ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host.replace('::1', '[::1]'),
      );
      for (const url of [...metricsUrls, ...adminUrls]) {
        assert.ok(
          shown.some((host) => new URL(`http://${host}`).hostname === new URL(url).hostname),
          `${url} of ${JSON.stringify(root)}`,
        );
      }
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });
});
