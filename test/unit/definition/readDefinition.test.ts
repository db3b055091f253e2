import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { isRecord } from '../../../src/domain/isRecord';
import type { Definition } from '../../../src/definition/definition';
import { readDefinition } from '../../../src/definition/readDefinition';
import type { DescribedOperation } from '../../support/definitions';
import { description, style, yamlText } from '../../support/definitions';

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

function read(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Definition | null> {
  const named = new Map(Object.entries(files));
  return readDefinition({ name: 'root', text }, (reference) => {
    const name = reference.replace(/^\.\//, '');
    const found = named.get(name);
    return Promise.resolve(found === undefined ? null : { name, text: found });
  });
}

/** What a parsed description says, by the plainest way. */
function described(root: unknown): DescribedOperation[] {
  if (!isRecord(root) || !isRecord(root['paths'])) return [];
  return Object.entries(root['paths']).flatMap(([path, item]) =>
    isRecord(item) && path.startsWith('/')
      ? Object.entries(item)
          .filter(([method]) => methods.has(method))
          .map(([method, operation]) => describedOperation(path, method, operation))
      : [],
  );
}

function describedOperation(path: string, method: string, operation: unknown): DescribedOperation {
  const { operationId, deprecated, responses } = isRecord(operation) ? operation : {};
  return {
    method: method.toUpperCase(),
    path,
    operationId: typeof operationId === 'string' ? operationId : null,
    deprecated: deprecated === true,
    statuses: isRecord(responses)
      ? Object.keys(responses).filter((key) => /^([1-5](\d\d|XX)|default)$/i.test(key))
      : [],
  };
}

function plain(definition: Definition | null): DescribedOperation[] {
  return (definition?.operations ?? []).map(
    ({ method, path, operationId, deprecated, statuses }) => ({
      ...{ method, path, operationId, deprecated, statuses: [...statuses].sort() },
    }),
  );
}

function sorted(operations: readonly DescribedOperation[]): DescribedOperation[] {
  const named = operations.map((operation) => ({
    ...operation,
    statuses: [...operation.statuses].sort(),
  }));
  return named.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** The key that begins at a place, however it is quoted. */
function textFrom(text: string, { line, character }: { line: number; character: number }): string {
  return text.split(/\r\n|\n/)[line]?.slice(character) ?? '';
}

function assertPlaces(text: string, definition: Definition | null): void {
  for (const { at, method } of definition?.operations ?? []) {
    assert.match(textFrom(text, at), new RegExp(`^(\\? )?["']?${method.toLowerCase()}["']?`));
  }
}

/** What the operations of a text are, as its parser reads it as a whole; null where it does not parse. */
function parsedWhole(text: string): DescribedOperation[] | null {
  const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false, merge: true });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return null;
  try {
    return (
      documents
        .map((document) => document.toJS({ maxAliasCount: -1 }) as unknown)
        // Without quotes a version like 3.1 is a number.
        .filter((root) => isRecord(root) && /string|number/.test(typeof root['openapi']))
        .flatMap(described)
    );
  } catch {
    return null;
  }
}

describe('a description in YAML', () => {
  it('is read as its parser reads it, in all styles', async () => {
    let parsed = 0;
    await fc.assert(
      fc.asyncProperty(description, style, async (value, written) => {
        const text = yamlText(value, written);
        const whole = parsedWhole(text);
        // What folds long lines makes a few that are none.
        if (!whole) return;
        parsed++;
        const definition = await read(text);
        assert.deepEqual(sorted(plain(definition)), sorted(whole), text);
        assertPlaces(text, definition);
      }),
      { numRuns: 2000 },
    );
    assert.ok(parsed > 1800, String(parsed));
  });

  it('is read as its parser reads it wherever lines were taken, doubled or moved', async () => {
    const edit = fc.record({
      line: fc.nat(200),
      kind: fc.constantFrom('take', 'double', 'indent', 'dedent', 'tab', 'cut'),
    });
    let parsed = 0;
    await fc.assert(
      fc.asyncProperty(
        description,
        style,
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        async (value, written, edits) => {
          const text = edits.reduce(edited, yamlText(value, written));
          const whole = parsedWhole(text);
          if (!whole) return;
          parsed++;
          const own = new Map(
            plain(await read(text)).map((one) => [`${one.method} ${one.path}`, one]),
          );
          assert.deepEqual(sorted([...own.values()]), sorted(whole), text);
        },
      ),
      { numRuns: 2000 },
    );
    assert.ok(parsed > 300, String(parsed));
  });
});

describe('a version', () => {
  for (const version of ['openapi: 3.1', 'openapi: "3.1.0"', 'swagger: 2.0', "swagger: '2.0'"]) {
    it(`may be written as ${version}`, async () => {
      const definition = await read(`${version}\npaths: {/a: {get: {}}}\n`);
      assert.deepEqual(plain(definition), [operation('GET', '/a', [])]);
    });
  }

  it('that is empty describes nothing', async () => {
    assert.equal(await read('openapi:\npaths: {/a: {get: {}}}\n'), null);
  });
});

function edited(text: string, { line, kind }: { line: number; kind: string }): string {
  const lines = text.split('\n');
  const at = line % lines.length;
  const own = lines[at] ?? '';
  const changed: Readonly<Record<string, string[]>> = {
    take: [],
    double: [own, own],
    indent: [` ${own}`],
    dedent: [own.replace(/^ {1,2}/, '')],
    tab: [`\t${own}`],
    cut: [own.slice(0, own.length / 2)],
  };
  lines.splice(at, 1, ...(changed[kind] ?? []));
  return lines.join('\n');
}

describe('a description in JSON', () => {
  it('is read as JSON.parse reads it', async () => {
    await fc.assert(
      fc.asyncProperty(description, fc.constantFrom(0, 1, 2, '\t'), async (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const definition = await read(text);
        assert.deepEqual(sorted(plain(definition)), sorted(described(JSON.parse(text))));
        assertPlaces(text, definition);
      }),
      { numRuns: 1000 },
    );
  });

  it('may have comments, commas at the ends, carriage returns and a byte order mark', async () => {
    const text =
      '\uFEFF// head\r\n{"openapi": "3.0.0", /* x */ "paths": {\r\n\t"/a": {"get": {"responses": {"200": {},},},},},}';
    const definition = await read(text);
    assert.deepEqual(plain(definition), [operation('GET', '/a', ['200'])]);
    assert.deepEqual(definition?.operations[0]?.at, { document: null, line: 2, character: 8 });
  });

  it('defines nothing where it is cut, and is passed over only where a value ends', async () => {
    await fc.assert(
      fc.asyncProperty(description, fc.nat(), async (value, cut) => {
        const text = JSON.stringify(value);
        assert.equal(await read(text.slice(0, cut % text.length)), null);
        const twice = `{"x": ${text}, ${text.slice(1)}`;
        assert.deepEqual(plain(await read(twice)), plain(await read(text)));
      }),
    );
  });

  it('defines nothing while it does not parse', async () => {
    assert.equal(await read('{"openapi": "3.0.0", "paths": {"/a": {"get": {}}'), null);
  });
});

function operation(method: string, path: string, statuses: string[] = []): DescribedOperation {
  return { method, path, operationId: null, deprecated: false, statuses };
}

describe('a definition', () => {
  it('of Swagger 2 has its base path, and names, deprecation and statuses of its operations', async () => {
    const definition = await read(
      [
        'swagger: "2.0"',
        'info: {title: Shop}',
        'basePath: /v1/',
        'paths:',
        '  /orders/{id}:',
        '    parameters: [{name: id, in: path}]',
        '    x-owner: get',
        '    get:',
        '      operationId: getOrder',
        '      deprecated: true',
        '      responses:',
        "        200: {description: 'yes'}",
        "        'default': {description: no}",
        '        x-none: {}',
      ].join('\n'),
    );
    assert.deepEqual(definition, {
      kind: 'swagger',
      title: 'Shop',
      prefixes: ['/v1'],
      operations: [
        {
          method: 'GET',
          path: '/orders/{id}',
          operationId: 'getOrder',
          deprecated: true,
          statuses: ['200', 'default'],
          at: { document: null, line: 7, character: 4 },
          pathAt: { line: 4, character: 2 },
        },
      ],
      pathsAt: { line: 3, character: 0 },
      references: [],
      findings: [],
    });
  });

  it('has the paths of its servers', async () => {
    const servers = [
      'https://api.example.com/v1/',
      '/v2',
      '{scheme}://{host}:{port}/a/b',
      'https://x',
      'oddly',
    ];
    const text = JSON.stringify({
      openapi: '3.1.0',
      servers: servers.map((url) => ({ url })),
      paths: {},
    });
    assert.deepEqual((await read(text))?.prefixes, ['/v1', '/v2', '/a/b', '']);
  });

  it('has the routes of a MockForge file', async () => {
    const text = [
      'http:',
      '  port: 3000',
      'routes:',
      '- path: /hello/{name}',
      '  method: get',
      '  response: {status: 200, body: "x"}',
      '- {method: POST, path: /hello}',
      '- path: /no-method',
    ].join('\r\n');
    const definition = await read(text);
    assert.equal(definition?.kind, 'mockforge');
    assert.deepEqual(plain(definition), [
      operation('GET', '/hello/{name}', ['200']),
      operation('POST', '/hello'),
    ]);
    assert.deepEqual(
      definition.operations.map(({ at }) => at.line),
      [3, 6],
    );
  });

  it('takes no operations from what only looks like one', async () => {
    const text = [
      'openapi: 3.0.0',
      'info:',
      '  description: |',
      '    paths:',
      '      /no:',
      '        get: {}',
      'paths:',
      '  x-internal: {get: {}}',
      '  /a: # get',
      '    description: "text',
      '      get: {}"',
      '    get: null',
    ].join('\n');
    assert.deepEqual(plain(await read(text)), [operation('GET', '/a')]);
  });

  it('follows merge keys and aliases', async () => {
    const text = [
      'openapi: 3.0.0',
      'x-errors: &errors {"400": {}, "500": {}}',
      'x-item: &item',
      '  delete: {}',
      'paths:',
      '  /a:',
      '    <<: *item',
      '    get:',
      '      responses: {<<: *errors, "200": {}}',
      '  /b: *item',
    ].join('\n');
    const definition = await read(text);
    assert.deepEqual(plain(definition), [
      operation('GET', '/a', ['200', '400', '500']),
      operation('DELETE', '/a'),
      operation('DELETE', '/b'),
    ]);
    assert.deepEqual(
      definition?.operations.map(({ at, pathAt }) => [at.line, pathAt.line]),
      [
        [7, 5],
        [3, 5],
        [3, 9],
      ],
    );
  });

  it('is read without expanding aliases, circular ones too', async () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      level === 0
        ? 'x0: &x0 {get: {}}'
        : `x${level}: &x${level} {<<: [${Array(9)
            .fill(`*x${level - 1}`)
            .join(', ')}]}`,
    );
    const text = ['openapi: 3.0.0', ...levels, 'paths: {/a: *x39, /b: &b {<<: *b, put: {}}}'].join(
      '\n',
    );
    assert.deepEqual(plain(await read(text)), [operation('GET', '/a'), operation('PUT', '/b')]);
  });

  it('of several documents in one text has the operations of all', async () => {
    const text =
      '---\nopenapi: 3.0.0\npaths:\n  /a:\n    get: {}\n...\n--- \nother: 1\n---\nswagger: "2.0"\npaths: {/b: {put: {}}}\n';
    assert.deepEqual(plain(await read(text)), [operation('GET', '/a'), operation('PUT', '/b')]);
    const others =
      'text\n--- {openapi: 3.0.0, paths: {/a: {get: {}}}}\n---\n  openapi: 3.0.0\n  tags: {}\n  paths: {/b: {put: {}}}\n';
    assert.deepEqual(plain(await read(others)), [operation('GET', '/a'), operation('PUT', '/b')]);
  });

  it('may close a flow collection in the column of its key', async () => {
    const text = 'openapi: 3.0.0\ntags: [\n  a,\n]\npaths: {\n  /a: {get: {}},\n}\nservers: [\n]\n';
    assert.deepEqual(plain(await read(text)), [operation('GET', '/a')]);
  });

  it('says which operations it defines twice', async () => {
    const text = 'openapi: 3.0.0\npaths:\n  /a:\n    get: {}\n  "/a":\n    get: {}\n';
    const definition = await read(text);
    assert.equal(definition?.operations.length, 2);
    assert.deepEqual(definition.findings, [
      { kind: 'defined_twice', method: 'GET', path: '/a', at: { line: 4, character: 2 } },
    ]);
  });

  it('is null for other documents', async () => {
    for (const text of ['', '# x', 'a: 1', '[]', '{}', 'openapi:', 'routes: {}']) {
      assert.equal(await read(text), null);
    }
  });

  it('is null where a document is nested deeper than anyone would, in any style', async () => {
    const deep = [
      '['.repeat(50_000),
      '{"a":'.repeat(50_000),
      '- '.repeat(50_000),
      '? '.repeat(50_000),
      Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ];
    for (const nested of deep) {
      assert.equal(await read(nested), null);
      assert.equal(await read(`openapi: 3.0.0\npaths:\n /a:\n  get: ${nested}`), null);
    }
  });
});

describe('a reference of a path item', () => {
  it('leads to a place of the document or of another one, where the operations are', async () => {
    const text = [
      'openapi: 3.1.0',
      'paths:',
      "  /a: {$ref: '#/components/pathItems/A~1B%20C'}",
      "  /b: {$ref: './items.json#/b'}",
      "  /c: {$ref: 'whole.yaml', post: {}}",
      'components:',
      '  pathItems:',
      '    A/B C:',
      '      get: {}',
    ].join('\n');
    const definition = await read(text, {
      'items.json': '{"a": 1,\n "b": {"$ref": "#/c"},\n "c": {"put": {}}}',
      'whole.yaml': '\uFEFFdelete:\n  responses: {204: {}}\n',
    });
    assert.deepEqual(
      definition?.operations.map(({ method, path, at, pathAt }) => [method, path, at, pathAt.line]),
      [
        ['POST', '/c', { document: null, line: 4, character: 27 }, 4],
        ['GET', '/a', { document: null, line: 8, character: 6 }, 2],
        ['DELETE', '/c', { document: 'whole.yaml', line: 0, character: 0 }, 4],
        ['PUT', '/b', { document: 'items.json', line: 2, character: 7 }, 3],
      ],
    );
    assert.deepEqual(definition.findings, []);
  });

  it('that goes in a circle or leads nowhere is told', async () => {
    const text = [
      'openapi: 3.1.0',
      'paths:',
      "  /a: {$ref: '#/paths/~1b'}",
      "  /b: {$ref: '#/paths/~1a'}",
      "  /c: {$ref: '#/nowhere'}",
      "  /d: {$ref: 'https://example.com/x.yaml'}",
      "  /e: {$ref: 'round.yaml'}",
    ].join('\n');
    const definition = await read(text, { 'round.yaml': "$ref: 'round.yaml'\nget: {}" });
    assert.deepEqual(plain(definition), [operation('GET', '/e')]);
    assert.deepEqual(definition?.findings.map(({ kind, at }) => [kind, at.line]).sort(), [
      ['circular_reference', 2],
      ['circular_reference', 3],
      ['circular_reference', 6],
      ['unknown_reference', 4],
      ['unknown_reference', 5],
    ]);
  });
});
