import { strict as assert } from 'node:assert';
import type { DefinedOperation, Definition } from '../../../../src/definition/definition';
import { mayDefine } from '../../../../src/definition/definitionSign';
import { lensPlaces, placeAround } from '../../../../src/host/lens/lensPlaces';
import { findingText, lensTitle } from '../../../../src/host/lens/lensText';
import { operationTooltip } from '../../../../src/host/lens/operationHover';
import { notCountedText } from '../../../../src/host/notCountedText';
import { tooltipMarkdown } from '../../../../src/host/surfaces/tooltip';
import { english } from '../../../../src/sentences/localize';

const traffic = {
  requests: 1412,
  errors: 44,
  p95: { value: 82, bucket: [80, 84] as const, above: false },
  statuses: [
    { status: 200, requests: 1368, injected: 0 },
    { status: 404, requests: 2, injected: 2 },
    { status: 500, requests: 42, injected: 9 },
  ],
};

function operation(
  method: string,
  path: string,
  line: number,
  document: string | null = null,
): DefinedOperation {
  return {
    ...{ method, path, operationId: null, deprecated: true, statuses: ['200', '4XX'] },
    at: { document, line, character: 4 },
    pathAt: { line: line - 1, character: 2 },
  };
}

function definition(
  operations: readonly DefinedOperation[],
  findings: Definition['findings'] = [],
): Definition {
  return {
    ...{ kind: 'openapi', title: null, prefixes: [], pathsAt: null, references: [] },
    ...{ operations, findings },
  };
}

describe('the title of a lens', () => {
  it('says requests, share of errors and p95, or that there were none', () => {
    const own = { ...operation('GET', '/a', 3), statuses: ['200', 'default'] };
    const title = (of: Parameters<typeof lensTitle>[1]): string =>
      lensTitle(own, of, 'en', english).replaceAll('\u00a0', ' ');
    assert.equal(title(traffic), '1,412 req · 3.1% err · p95 82 ms · 24 h');
    assert.equal(title({ ...traffic, p95: null }), '1,412 req · 3.1% err · 24 h');
    assert.equal(title('earlier'), '0 req · 24 h');
    assert.equal(title(undefined), 'never called');
    assert.equal(title('notCounted'), "not counted: MockForge's own path");
  });

  it('says how many of the declared statuses were seen where some were not, or by faults alone', () => {
    const title = (...statuses: string[]): string =>
      lensTitle({ ...operation('GET', '/a', 3), statuses }, traffic, 'en', english);
    assert.match(title('200', '404', '5xx'), / · 2 of 3 statuses seen · 24 h$/);
    assert.match(title('201'), / · 0 of 1 statuses seen · 24 h$/);
    for (const all of [title('200', '5XX'), title()]) assert.doesNotMatch(all, /seen/);
  });
});

describe('lensPlaces', () => {
  it('are in the document of an operation, and at the path that refers to another document', () => {
    const definitions = new Map([
      ['root', definition([operation('GET', '/a', 3), operation('PUT', '/b', 7, 'part')])],
      ['other', definition([operation('GET', '/a', 9)])],
    ]);
    const told = (name: string): unknown =>
      lensPlaces(name, definitions).map((place) =>
        place.kind === 'operation' ? [place.line, place.operation.path, place.label] : place,
      );
    assert.deepEqual(told('root'), [
      [3, '/a', null],
      [6, '/b', 'method'],
    ]);
    assert.deepEqual(told('part'), [[7, '/b', null]]);
  });

  it('tell the path where several are at one line, and what cannot be read', () => {
    const at = { line: 8, character: 2 };
    const findings = [
      { kind: 'unknown_reference', reference: 'x.yaml', at },
      { kind: 'defined_twice', method: 'GET', path: '/a', at },
    ] as const;
    const own = definition([operation('GET', '/a', 3), operation('GET', '/b', 3)], findings);
    assert.deepEqual(
      lensPlaces('root', new Map([['root', own]])).map((place) =>
        place.kind === 'operation' ? place.label : findingText(place.finding, english),
      ),
      ['path', 'path', 'MockForge Analytics cannot read x.yaml.'],
    );
  });
});

describe('placeAround', () => {
  const lines = [
    'paths:',
    '  /a:',
    '    get:',
    '      responses:',
    '',
    '        200: {}',
    '    parameters: []',
    '  /b: {$ref: part.yaml}',
    'components:',
    '    deep: {}',
    'routes:',
    '  - path: /c',
    '    method: GET',
    '  - name: none',
  ];
  const at = (line: number, character: number) => ({ line, character });
  const own = {
    ...operation('GET', '/a', 0),
    ...{ at: { document: null, ...at(2, 4) }, pathAt: at(1, 2) },
  };
  const referring = {
    ...operation('PUT', '/b', 0),
    ...{ at: { document: 'part', ...at(0, 0) }, pathAt: at(7, 2) },
  };
  const route = {
    ...operation('GET', '/c', 0),
    ...{ at: { document: null, ...at(11, 4) }, pathAt: at(11, 4) },
  };
  const places = lensPlaces('root', new Map([['root', definition([own, referring, route])]]));
  const told = (line: number, character = 0): string | undefined =>
    placeAround(places, at(line, character), (of) => {
      const text = lines[of] ?? '';
      return text === '' ? Infinity : text.search(/\S/);
    })?.operation.path;

  it('is the operation that a line is indented below, the path of one, or what refers to one', () => {
    const paths = lines.map((_, line) => told(line));
    assert.deepEqual(paths.slice(0, 7), [undefined, '/a', '/a', '/a', '/a', '/a', undefined]);
    assert.deepEqual(paths.slice(7), ['/b', ...Array<undefined>(3), '/c', '/c', undefined]);
  });

  it('is the one before the cursor where several begin in a line', () => {
    const [a, b] = [4, 40].map((character) => ({
      ...operation('GET', `/${character}`, 0),
      ...{ at: { document: null, ...at(0, character) }, pathAt: at(0, character - 2) },
    }));
    const both = lensPlaces('root', new Map([['root', definition(a && b ? [a, b] : [])]]));
    const pathAt = (character: number): string | undefined =>
      placeAround(both, at(0, character), () => 0)?.operation.path;
    assert.deepEqual([0, 39, 40, 99].map(pathAt), ['/4', '/4', '/40', '/40']);
  });
});

describe('a hover over an operation', () => {
  it('says what is declared beside what was seen, and opens its page', () => {
    const endpoint = { protocol: 'http', method: 'GET', endpoint: '/a(b)' } as const;
    const facts = {
      ...{ operation: operation('GET', '/a', 3), endpoint, traffic },
      ...{ svg: '<svg/>', errors: [], findings: ['Twice.'] },
      target: { id: '7a', name: 'shop' },
    };
    const markdown = tooltipMarkdown(operationTooltip(facts, 'en', english));
    for (const part of [
      String.raw`**GET \/a** deprecated · shop`,
      '![Requests by hour](data:image/svg+xml;base64,',
      String.raw`| Statuses seen | 200 OK \(1\,368\)\, 404 Not Found \(2\, injected\)\, 500 Internal Server Error \(42\, not declared\) |`,
      String.raw`| Declared\, not seen | 4XX |`,
      String.raw`Twice\.`,
      `(command:mockforgeAnalytics.openDashboard?${encodeURIComponent('[{"range":"24h","endpoint":{"protocol":"http","method":"GET","endpoint":"/a').replaceAll('(', '%28')}%28b%29`,
    ]) {
      assert.ok(markdown.includes(part), `${part}\n${markdown}`);
    }
    const uncounted = operationTooltip({ ...facts, traffic: 'notCounted' }, 'en', english);
    assert.deepEqual(uncounted, [
      { title: 'GET /a', beside: 'deprecated · shop' },
      { text: notCountedText(english) },
      { text: 'Twice.' },
    ]);
  });
});

describe('mayDefine', () => {
  it('knows descriptions by how they begin, and files of MockForge by their names', () => {
    for (const beginning of [
      'openapi: 3.0.3\n',
      '\n# x\n"swagger": "2.0"',
      '{"openapi":"3.1.0"',
      '{\n  "info": {},\n  "openapi" : "3.1.0"',
      "'openapi': 3.0.0",
    ]) {
      assert.ok(mayDefine('/a/api.yaml', beginning), beginning);
    }
    for (const path of ['/a/mockforge.yaml', '/a/.mockforge.yml', 'C:\\a\\mockforge.json']) {
      assert.ok(mayDefine(path, 'http: {}'), path);
    }
    for (const [path, beginning] of [
      ['/a/package.json', '{"name": "openapi-tools", "x": "swagger"}'],
      ['/mockforge/a.yaml', 'http: {}'],
      ['/a/b.yaml', `${'#'.repeat(9000)}\nopenapi: 3.0.0`],
    ] as const) {
      assert.ok(!mayDefine(path, beginning), path);
    }
  });
});
