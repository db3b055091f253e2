import { strict as assert } from 'node:assert';
import type { Condition, ConditionKind } from '../../../src/domain/condition';
import { conditionKinds } from '../../../src/domain/condition';
import { conditionText } from '../../../src/domain/conditionText';
import type { ExplainedName } from '../../../src/domain/filterStanding';
import {
  cardStandings,
  countsFailures,
  explainedStandings,
  hasLatencies,
  panelStandings,
  standOfExplained,
  standOfPanel,
  timesHandlers,
} from '../../../src/domain/filterStanding';
import { leftOutText, standingNote, untoldText } from '../../../src/domain/standingText';
import { english } from '../../../src/sentences/localize';

const isExcluded = false;
const orders = { protocol: 'http', method: 'GET', endpoint: '/api/orders' } as const;
const conditions: Readonly<Record<ConditionKind, Condition>> = {
  protocol: { kind: 'protocol', isExcluded, protocol: 'grpc' },
  status: { kind: 'status', isExcluded, code: 500 },
  endpoint: { kind: 'endpoint', isExcluded, ...orders },
  client: { kind: 'client', isExcluded, userAgent: 'okhttp/4.12.0' },
  errorGroup: {
    kind: 'errorGroup',
    isExcluded,
    ...orders,
    anyMethod: false,
    errorType: 'not_found',
  },
  hour: { kind: 'hour', isExcluded, weekday: 2, hour: 14, timeZone: 'UTC' },
};

/** A line a card or panel: how it stands to each kind, by first letters. */
function told(rows: Readonly<Record<string, Readonly<Record<ConditionKind, string>>>>): string[] {
  return Object.entries(rows).map(
    ([name, row]) => `${name}: ${conditionKinds.map((kind) => row[kind]).join(' ')}`,
  );
}

describe('what follows a filter', () => {
  it('is decided for every card and panel, and every kind: status endpoint client errorGroup protocol hour', () => {
    assert.deepEqual(told(cardStandings), [
      'requests: follows follows failed failed follows follows',
      'rate: follows follows failed failed follows follows',
      'errors: follows follows none none follows follows',
      'p50: none handler none none follows follows',
      'p95: none handler none none follows follows',
      'p99: none handler none none follows follows',
      'connections: none none none none follows follows',
      'bytes: follows follows none none follows follows',
    ]);
    assert.deepEqual(told(panelStandings), [
      'traffic: follows follows failed failed follows follows',
      'latency: none handler none none follows follows',
      'error-rate: follows follows none none follows follows',
      'distribution: none follows none none follows follows',
      'protocols: follows follows failed failed follows follows',
      'endpoints: follows follows failed failed follows follows',
      'errors: follows follows follows follows follows follows',
      'tail: follows follows follows follows follows follows',
      'heatmap: follows follows failed failed follows whole',
      'clients: failed failed follows failed follows follows',
      'status-codes: follows follows failed failed follows follows',
      'never-called: none follows none none none follows',
      'not-defined: follows follows failed failed follows follows',
      'coverage: none none none none none follows',
      'system: whole whole whole whole whole whole',
      'days: none none none none none none',
      'explain: follows follows follows follows follows follows',
    ]);
    assert.deepEqual(told(explainedStandings), [
      'latency: none handler none none follows follows',
      'errors: follows follows follows follows follows follows',
      'requests: follows follows none none follows follows',
      'injected: follows follows none follows follows follows',
      'unlisted: follows follows none none follows follows',
      'places: none follows none none follows follows',
    ]);
  });

  it('says why where nothing is shown, and what is shown where that is not what was asked for', () => {
    for (const [name, row] of Object.entries(panelStandings)) {
      for (const kind of conditionKinds) {
        const panel = name as keyof typeof panelStandings;
        const stand = standOfPanel(panel, [conditions[kind]]);
        assert.equal(stand.standing, row[kind]);
        const isSilent = ['follows', 'handler'].includes(row[kind]);
        const text = leftOutText(panel, stand, english) ?? standingNote(panel, stand, english);
        assert.equal(text === null, isSilent, `${name} ${kind}`);
      }
    }
  });

  it('is said of what an explanation cannot tell, of its measures and of causes', () => {
    const texts = Object.keys(explainedStandings).flatMap((name) =>
      conditionKinds.map((kind) => {
        const own = name as ExplainedName;
        const text = untoldText(own, standOfExplained(own, [conditions[kind]]), english);
        return text === null ? null : `${name}: ${text}`;
      }),
    );
    assert.deepEqual(
      texts.filter((text) => text !== null),
      [
        'latency: Latency is not kept by status code.',
        'latency: Whole requests are not kept by endpoint: this is time in handlers and injected delay.',
        'latency: Latency is not kept by client.',
        'latency: Latency is not kept by error group.',
        'requests: Only failed requests are kept by client: see Errors.',
        'requests: Only failed requests are kept by error group: see Errors.',
        'injected: Injected faults are not kept by client.',
        'unlisted: Errors that no source lists are not kept by client.',
        'unlisted: Errors that no source lists are not kept by error group.',
      ],
    );
  });

  it('is as bad as its worst kind', () => {
    const { protocol, status, client, errorGroup, endpoint } = conditions;
    assert.deepEqual(standOfPanel('latency', [protocol, endpoint]).standing, 'handler');
    assert.deepEqual(standOfPanel('latency', [endpoint, status, protocol]), {
      standing: 'none',
      kind: 'status',
    });
    assert.equal(countsFailures([protocol, status, endpoint]), false);
    assert.equal(countsFailures([protocol, client]), true);
    assert.equal(countsFailures([errorGroup]), true);
    assert.deepEqual([hasLatencies([endpoint]), timesHandlers([endpoint])], [true, true]);
    assert.deepEqual([hasLatencies([status]), timesHandlers([protocol])], [false, false]);
    assert.deepEqual(standOfPanel('latency', []), { standing: 'follows', kind: null });
  });
});

describe('conditionText', () => {
  it('names what a chip is about', () => {
    const texts = conditionKinds.map((kind) => conditionText(conditions[kind], 'en', english));
    assert.deepEqual(texts, [
      'Status 500',
      'GET /api/orders',
      'Client okhttp 4.12.0',
      'Not found: GET /api/orders',
      'Protocol gRPC',
      'Hour Tue 14:00',
    ]);
    const without = { ...conditions.endpoint, isExcluded: true };
    assert.equal(conditionText(without, 'en', english), 'not GET /api/orders');
    assert.equal(conditionText(conditions.hour, 'de', english), 'Hour Di 14:00');
  });
});
