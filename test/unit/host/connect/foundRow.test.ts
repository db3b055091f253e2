import { strict as assert } from 'node:assert';
import type { ProbedServer } from '../../../../src/collector/inspect/probeServer';
import type { SourceFailure } from '../../../../src/collector/sources/sourceFailure';
import { foundRow, type FoundState } from '../../../../src/host/connect/foundRow';
import type { ConfigResult, ConfiguredServer } from '../../../../src/mockforge/configFile';
import type { FoundServer } from '../../../../src/mockforge/foundServers';
import { english } from '../../../../src/sentences/localize';

const server: ConfiguredServer = {
  metricsUrls: ['http://127.0.0.1:9190/metrics', 'http://127.0.0.1:9190/prom'],
  adminUrls: ['http://127.0.0.1:9180'],
  recorderUrl: '',
  hasMetrics: true,
  hasAdmin: true,
  openapiSpec: null,
};

function found(of: Partial<ConfiguredServer> = {}): FoundServer {
  return foundWith({ ok: true, server: { ...server, ...of } });
}

function foundWith(result: ConfigResult): FoundServer {
  const path = 'services/shop/mockforge.yaml';
  const file = { name: `file:///${path}`, path, folders: ['services', 'shop'], result };
  return { origin: 'file', name: 'shop', files: [file], result };
}

function answer(failure: SourceFailure | null, metricsUrl = server.metricsUrls[0]): ProbedServer {
  return { metricsUrl, adminUrl: server.adminUrls[0], failure };
}

/** The row as it reads: label, description, detail. */
function read(one: FoundServer, state: Partial<FoundState> = {}): string {
  const whole = { notAsked: null, answer: undefined, target: null, movedTarget: null, ...state };
  const { label, description, detail } = foundRow(one, whole, english);
  return [label, description, detail].filter((part) => part !== undefined).join(' | ');
}

const path = 'services/shop/mockforge.yaml';
const address = '127.0.0.1:9190';

describe('foundRow', () => {
  const rows: readonly (readonly [FoundServer, Partial<FoundState>, string])[] = [
    [found(), {}, `shop | ${address} · asking | ${path}`],
    [found(), { answer: answer(null) }, `shop | ${address} · answers | ${path}`],
    [
      found(),
      { answer: answer(null, server.metricsUrls[1]) },
      `shop | ${address}/prom · answers | ${path}`,
    ],
    [
      found({ hasAdmin: false }),
      { answer: answer(null) },
      `shop | ${address} · answers | ${path} · its admin API is off in the file`,
    ],
    [
      found(),
      { answer: answer({ kind: 'timeout', address, seconds: 2 }) },
      `shop | ${address} · does not answer | ${path}`,
    ],
    [
      found(),
      { answer: answer({ kind: 'web_page', address, wanted: 'metrics' }) },
      `shop | ${address} · answers, but not as MockForge | ${path} · ${address} answered with a web page, not with metrics.`,
    ],
    [
      found(),
      { notAsked: 'untrusted' },
      `shop | ${address} · not asked: this workspace is not trusted | ${path}`,
    ],
    [
      found({ hasMetrics: false }),
      { notAsked: 'no_metrics' },
      `shop | ${address} · its metrics are off in the file | ${path}`,
    ],
    [
      found(),
      { answer: answer(null), target: 'shop' },
      `shop | ${address} · answers · set up | ${path}`,
    ],
    [
      found(),
      { answer: answer(null), target: 'store' },
      `shop | ${address} · answers · set up as store | ${path}`,
    ],
    [
      found(),
      { answer: answer(null), movedTarget: 'store' },
      `shop | ${address} · answers · store has other addresses | ${path}`,
    ],
    [
      foundWith({
        ok: false,
        fault: { kind: 'wrong_value', key: 'http.port', text: 'abc', type: 'port' },
      }),
      {},
      `shop | cannot be used | ${path}: http.port is abc, but it must be a whole number from 1 to 65535.`,
    ],
    [
      { origin: 'usual', name: address, files: [], result: { ok: true, server } },
      { answer: answer(null) },
      `${address} | answers`,
    ],
    [
      {
        origin: 'earlier',
        name: 'ci',
        files: [],
        result: {
          ok: true,
          server: { ...server, metricsUrls: ['https://ci.test:9090/metrics?token=hush'] },
        },
      },
      { notAsked: 'elsewhere' },
      'ci | https://ci.test:9090/metrics?… · not asked: it is on another machine',
    ],
  ];
  for (const [one, state, text] of rows) {
    it(`reads: ${text}`, () => {
      const shown = read(one, state);
      assert.ok(shown.startsWith(text), shown);
    });
  }

  it('keeps its key whatever is known of it', () => {
    const keys = [{}, { answer: answer(null, server.metricsUrls[1]) }, { target: 'x' }].map(
      (state) =>
        foundRow(
          found(),
          { notAsked: null, answer: undefined, target: null, movedTarget: null, ...state },
          english,
        ).key,
    );
    assert.equal(new Set(keys).size, 1);
  });
});
