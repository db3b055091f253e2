import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { addOperation, type OperationAddition } from '../../../src/definition/addOperation';
import type { NewOperation } from '../../../src/protocol/contractCoverage';
import { isRecord } from '../../../src/domain/isRecord';
import { description, style, yamlText } from '../../support/definitions';

const order: NewOperation = { method: 'GET', path: '/orders/{orderId}', statuses: [404] };
const health: NewOperation = { method: 'POST', path: '/health', statuses: [201, 500] };

function changed(text: string, addition: OperationAddition): string {
  assert.ok(addition.kind === 'added', text);
  return addition.changes.reduceRight(
    (result, { offset, length, text: inserted }) =>
      result.slice(0, offset) + inserted + result.slice(offset + length),
    text,
  );
}

function added(text: string, operation: NewOperation): string {
  return changed(text, addOperation(text, operation));
}

/** What a text says, as its parser reads it as a whole. */
function parsed(text: string): unknown[] {
  const documents = parseAllDocuments(text, { logLevel: 'silent', merge: true });
  assert.ok(Array.isArray(documents));
  return documents.map((document) => {
    assert.deepEqual(document.errors, [], text);
    return document.toJS({ maxAliasCount: -1 }) as unknown;
  });
}

/** Whether a text parses as a whole: what folds long lines, and odd merge keys, make a few that do not. */
function isParsed(text: string): boolean {
  try {
    return parsed(text).length > 0;
  } catch {
    return false;
  }
}

describe('an operation that is added to YAML', () => {
  it('stands behind the last path, above what follows, indented as the document is', () => {
    const text = [
      'openapi: 3.0.3 # version',
      'paths:',
      '    /users:',
      '        get: {responses: {}}',
      '',
      '    /carts: # all',
      '        get:',
      '            description: |',
      '                # Carts',
      '            responses: {}',
      '        # the end of carts',
      '    # the end of paths',
      '',
      '# reusable',
      'components: {}',
      '',
    ];
    const snippet = [
      '',
      '    /orders/{orderId}:',
      '        get:',
      '            summary: GET /orders/{orderId}',
      '            parameters:',
      '                - name: orderId',
      '                  in: path',
      '                  required: true',
      '                  schema:',
      '                      type: string',
      '            responses:',
      "                '200':",
      '                    description: OK',
      "                '404':",
      '                    description: Not Found',
    ];
    const whole = [...text.slice(0, 11), ...snippet, ...text.slice(11)];
    assert.equal(added(text.join('\n'), order), whole.join('\n'));
    assert.equal(added(text.join('\r\n'), order), whole.join('\r\n'));
  });

  it('joins the operations of its path, under the names that the document has', () => {
    const text = [
      'swagger: "2.0"',
      'paths:',
      '  /orders/{id}:',
      '    parameters: [{name: id, in: path, required: true, type: string}]',
      '    delete: {responses: {}}',
      '  /x:',
      '    get: {responses: {}}',
    ];
    const snippet = [
      '    get:',
      '      summary: GET /orders/{id}',
      '      responses:',
      "        '200':",
      '          description: OK',
      "        '404':",
      '          description: Not Found',
    ];
    assert.equal(
      added(text.join('\n'), order),
      [...text.slice(0, 5), ...snippet, ...text.slice(5)].join('\n'),
    );
    const own = text.filter((line) => !line.includes('parameters'));
    const [root] = parsed(added(own.join('\n'), order));
    assert.ok(isRecord(root) && isRecord(root['paths']));
    const item = root['paths']['/orders/{id}'];
    assert.ok(isRecord(item) && isRecord(item['get']));
    assert.deepEqual(item['get']['parameters'], [
      { name: 'id', in: 'path', required: true, type: 'string' },
    ]);
  });

  it('begins the paths of a document that has none yet', () => {
    const operation = ['  /health:', '    post:', '      summary: POST /health'];
    const beginnings: readonly [string, string][] = [
      ['openapi: 3.1.0\npaths:', 'openapi: 3.1.0\npaths:'],
      ['openapi: 3.1.0\npaths: {}\ninfo: {}\n', 'openapi: 3.1.0\npaths:'],
      ['openapi: 3.1.0\npaths: {} # none\n', 'openapi: 3.1.0\npaths: # none'],
      ['openapi: 3.1.0\npaths: # none\ninfo: {}\n', 'openapi: 3.1.0\npaths: # none'],
      ['openapi: 3.1.0\ninfo: {title: a}\n', 'openapi: 3.1.0\ninfo: {title: a}\npaths:'],
      ['openapi: 3.1.0\n---\nother: 1\n', 'openapi: 3.1.0\npaths:'],
    ];
    for (const [text, beginning] of beginnings) {
      const result = added(text, health);
      assert.ok(result.startsWith([beginning, ...operation].join('\n')), result);
      assertAdded(text, result, health);
    }
    const item = 'openapi: 3.1.0\npaths:\n  /health: {}\n  /x:\n';
    assertAdded(item, added(item, health), health);
    const other = { ...health, path: '/x' };
    assertAdded(item, added(item, other), other);
  });

  it('leaves a text as it is that ends with empty lines', () => {
    const text = 'openapi: 3.0.0\npaths:\n  /a:\n    description: |+\n      text\n\n\n# end\n';
    const result = added(text, health);
    assertAdded(text, result, health);
    assert.ok(result.endsWith('\n# end\n'));
  });
});

describe('an operation that is added to JSON', () => {
  it('is written as the document is', () => {
    const value = { openapi: '3.0.0', paths: { '/a': { get: { responses: {} } } }, info: {} };
    for (const indent of ['  ', '    ', '\t', '']) {
      for (const eol of ['\n', '\r\n']) {
        const write = (own: object): string =>
          JSON.stringify(own, null, indent).replaceAll('\n', eol);
        const result = added(write(value), order);
        assert.equal(result, write(JSON.parse(result) as object));
        assertAdded(write(value), result, order);
      }
    }
  });

  it('finds its place between comments and trailing commas', () => {
    const text = [
      '{',
      '  "openapi": "3.0.0", // version',
      '  "paths": {',
      '    "/a": {"get": {}}, // the last, }',
      '    // nothing more',
      '  }',
      '}',
    ];
    const result = added(text.join('\n'), health).split('\n');
    assert.deepEqual(result.slice(0, 4), text.slice(0, 4));
    assert.equal(result[4], '    "/health": {');
    assert.deepEqual(result.slice(-3), text.slice(-3));
    const comma = added(text.join('\n').replace('}, //', '} //'), health).split('\n');
    assert.deepEqual(comma, result);
    for (const paths of ['{}', '{ }', '{\n}', '{/* none */}', '{ "/a": {} }', '{"/a":{\n}}']) {
      const own = `{\n  "openapi": "3.0.0",\n  "paths": ${paths}\n}`;
      const whole = added(own, health);
      assert.equal(whole.includes('"/health": {\n'), !paths.includes('"/a"'), whole);
      assertAdded(own.replace('/* none */', ''), whole.replace('/* none */', ''), health);
    }
    const none = '{"openapi":"3.0.0"}';
    assertAdded(none, added(none, health), health);
  });
});

describe('an operation that is not added', () => {
  it('is defined already, or behind a reference', () => {
    const text =
      'openapi: 3.0.0\npaths:\n  /orders/{id}:\n    get: {}\n  /health: {$ref: h.yaml}\n';
    assert.deepEqual(addOperation(text, order), { kind: 'defined', at: text.indexOf('get') });
    assert.deepEqual(addOperation(text, health), {
      ...{ kind: 'reference', path: '/health', reference: 'h.yaml' },
    });
  });

  it('has no document that can be read, or none that it fits into', () => {
    const unreadable = [
      '',
      'routes: []',
      'openapi: 3.0.0\npaths:\n\t/a: {}\n',
      '{"openapi": "3.0.0", "paths": {',
      'openapi: 3.0.0\npaths: {',
    ];
    for (const text of unreadable) assert.deepEqual(addOperation(text, health).kind, 'unreadable');
    const unusual = [
      'openapi: 3.0.0\npaths: null\n',
      'openapi: 3.0.0\npaths: ~\n',
      'openapi: 3.0.0\npaths: []\n',
      '{"openapi": "3.0.0", "paths": null}',
      'x: &p {/a: {}}\nopenapi: 3.0.0\npaths: *p\n',
      'x: &i\n  get: {}\nopenapi: 3.0.0\npaths:\n  /health: *i\n',
      'x: &p\n  /health: {get: {}}\nopenapi: 3.0.0\npaths:\n  <<: *p\n  /a: {}\n',
      // It would be added to the other path as well.
      'openapi: 3.0.0\npaths:\n  /health: &i\n    get: {}\n  /b: *i\n',
      'openapi: 3.0.0\n? paths\n: ? /a\n  : {get: {}}\n',
    ];
    for (const text of unusual) assert.deepEqual(addOperation(text, health).kind, 'unusual', text);
  });
});

describe('an added operation', () => {
  it('is all that is new, whatever the document looks like', () => {
    const kinds = new Map<string, number>();
    const path = fc.constantFrom(
      '/users',
      '/users/{id}',
      '/new/{a}/{b}',
      '/',
      "/it's",
      '/a b',
      '/ü',
    );
    const operation = fc.record({
      ...{ method: fc.constantFrom('GET', 'POST', 'TRACE'), path },
      statuses: fc.shuffledSubarray([200, 201, 404, 500, 299]),
    });
    const layout = fc.constantFrom('yaml', '', '  ', '\t');
    fc.assert(
      fc.property(description, style, layout, operation, (value, written, indent, own) => {
        const isYaml = indent === 'yaml';
        const text = isYaml ? yamlText(value, written) : JSON.stringify(value, null, indent);
        if (isYaml && !isParsed(text)) return;
        const addition = addOperation(text, own);
        kinds.set(addition.kind, (kinds.get(addition.kind) ?? 0) + 1);
        if (addition.kind !== 'added') return;
        const result = changed(text, addition);
        assertAdded(text, result, own);
        const { offset, length } = addition.shown;
        assert.match(result.slice(offset, offset + length), /^\S.*\S$/s);
        const isCrLf = isYaml && written.isCrLf;
        if (isCrLf) assert.doesNotMatch(result, /[^\r]\n/);
      }),
      { numRuns: 1500 },
    );
    assert.ok((kinds.get('added') ?? 0) > 1000, JSON.stringify([...kinds]));
    assert.ok((kinds.get('unusual') ?? 0) < 75, JSON.stringify([...kinds]));
  });
});

/** Holds a text against the one before: the same, and exactly one operation more. */
function assertAdded(before: string, after: string, operation: NewOperation): void {
  const old = parsed(before);
  const now = parsed(after);
  const at = old.findIndex((one) => isRecord(one) && ('openapi' in one || 'swagger' in one));
  const root = now[at];
  assert.ok(isRecord(root) && isRecord(root['paths']));
  const shape = (template: string): string => template.replace(/\{[^{}/]+\}/g, '{}');
  const [path = ''] = Object.keys(root['paths']).filter(
    (key) => shape(key) === shape(operation.path),
  );
  const item = root['paths'][path];
  assert.ok(isRecord(item), after);
  const { [operation.method.toLowerCase()]: created, ...others } = item;
  assert.ok(isRecord(created) && isRecord(created['responses']));
  assert.equal(created['summary'], `${operation.method} ${path}`);
  const statuses = operation.statuses.map(String);
  const isSuccess = operation.statuses.some((status) => status < 400);
  assert.deepEqual(
    Object.keys(created['responses']).sort(),
    [...statuses, ...(isSuccess ? [] : ['200'])].sort(),
  );
  const oldRoot = old[at];
  assert.ok(isRecord(oldRoot));
  const oldPaths = isRecord(oldRoot['paths']) ? oldRoot['paths'] : {};
  const oldItem = oldPaths[path];
  const paths = { ...root['paths'], [path]: others };
  const unchanged = { ...oldPaths, [path]: isRecord(oldItem) ? oldItem : {} };
  assert.deepEqual(
    now.with(at, { ...root, paths }),
    old.with(at, { ...oldRoot, paths: unchanged }),
  );
}
