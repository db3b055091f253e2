import * as fc from 'fast-check';
import type { Node } from 'yaml';
import { Document, isCollection, isPair, isScalar, visit } from 'yaml';

/** What a generated description says. */
export interface DescribedOperation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string | null;
  readonly deprecated: boolean;
  readonly statuses: readonly string[];
}

/** Text that YAML and JSON have to quote or fold, and that looks like a part of a document. */
const hardText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    ...[
      'get:',
      'paths:\n  /x:\n    get: {}',
      '# no comment',
      '&a',
      '*a',
      '- item',
      'a: b',
      '{',
      '"',
    ],
    ...[
      'line\n\n  indented\nlast',
      'tab\tinside',
      "it's",
      '\\',
      '<<',
      '...',
      '---',
      '%YAML',
      ' lead',
      'null',
    ],
    ...['long '.repeat(40), '? x', 'ключ', '😀', '~', 'true', '200', '1e3', 'a #b', 'a:\n b:\n'],
  ),
);

/** Values that are not ours: they may look like anything. */
const junk = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    hardText,
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(hardText, fc.constantFrom('get', 'paths', 'responses', '/x', 'operationId')),
      tie('value'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;

const method = fc.constantFrom('get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace');

const segment = fc.oneof(
  fc.constantFrom(
    'users',
    '{id}',
    '{user-id}',
    'a.b',
    '{a}.{b}',
    ':id',
    '{}',
    '{*rest}',
    "it's",
    'x y',
  ),
  fc.string({ minLength: 1, maxLength: 6 }),
);
const path = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);

const status = fc.constantFrom('200', '201', '204', '400', '404', '500', '2XX', '4XX', 'default');

const operation = fc
  .record({
    operationId: fc.option(hardText, { nil: undefined }),
    deprecated: fc.constantFrom(undefined, true, false),
    summary: fc.option(hardText, { nil: undefined }),
    description: fc.option(hardText, { nil: undefined }),
    parameters: fc.option(fc.array(junk, { maxLength: 2 }), { nil: undefined }),
    requestBody: fc.option(junk, { nil: undefined }),
    'x-own': fc.option(junk, { nil: undefined }),
    responses: fc.dictionary(status, junk, { maxKeys: 4, noNullPrototype: true }),
  })
  .map(withoutUndefined);

const pathItem = fc
  .tuple(
    fc.dictionary(method, operation, { maxKeys: 3, noNullPrototype: true }),
    fc.record({
      parameters: fc.option(fc.array(junk, { maxLength: 2 }), { nil: undefined }),
      summary: fc.option(hardText, { nil: undefined }),
      'x-vendor': fc.option(junk, { nil: undefined }),
    }),
  )
  .map(([operations, others]) => withoutUndefined({ ...others, ...operations }));

/** A description as a value, with keys in any order. */
export const description = fc
  .record({
    openapi: fc.constantFrom('3.0.3', '3.1.0'),
    info: fc.record({ title: hardText, version: hardText }),
    tags: fc.option(junk, { nil: undefined }),
    components: fc.option(junk, { nil: undefined }),
    'x-root': fc.option(junk, { nil: undefined }),
    paths: fc.dictionary(path, pathItem, { maxKeys: 4, noNullPrototype: true }),
  })
  .map((record) => Object.entries(withoutUndefined(record)))
  .chain((entries) =>
    fc
      .shuffledSubarray(entries, { minLength: entries.length })
      .map((shuffled) => Object.fromEntries(shuffled)),
  );

/** How one node or the whole of a document is written. */
export interface Style {
  /** Of each collection in turn whether it is in flow style. */
  readonly flow: readonly boolean[];
  readonly scalars: readonly (
    'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED'
  )[];
  /** Which nodes have a comment, an empty line or an anchor before them. */
  readonly comments: readonly boolean[];
  readonly anchors: readonly boolean[];
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly lineWidth: number;
  readonly isCrLf: boolean;
  readonly marker: string;
}

export const style: fc.Arbitrary<Style> = fc.record({
  flow: fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean())),
  scalars: fc.array(
    fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
    { minLength: 1 },
  ),
  comments: fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean())),
  anchors: fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.boolean())),
  indent: fc.integer({ min: 1, max: 6 }),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 40, 80),
  isCrLf: fc.boolean(),
  marker: fc.constantFrom('', '---\n', '%YAML 1.2\n---\n', '# head\n\n', '--- # head\n', '\n\n'),
});

/** A value as YAML in a style. */
export function yamlText(value: unknown, written: Style): string {
  const document = new Document(value, { aliasDuplicateObjects: true, version: '1.2' });
  let position = 0;
  const turn = <T>(list: readonly T[]): T | undefined => list[position % Math.max(1, list.length)];
  visit(document, {
    Node: (key, node) => {
      position++;
      if (isCollection(node)) node.flow = node.items.length === 0 || (turn(written.flow) ?? false);
      if (isScalar(node) && typeof node.value === 'string') {
        const type = turn(written.scalars) ?? 'PLAIN';
        node.type = key === 'key' && type.startsWith('BLOCK') ? 'PLAIN' : type;
      }
      if (turn(written.comments)) commented(node, key);
      if (turn(written.anchors) && key !== 'key' && !isPair(node) && 'anchor' in node) {
        node.anchor ??= `own${position}`;
      }
    },
  });
  const { indent, indentSeq, lineWidth } = written;
  const text =
    written.marker +
    document.toString({ indent, indentSeq, lineWidth }).replace(/^%YAML 1.2\n---\n/, '');
  return written.isCrLf ? text.replaceAll('\n', '\r\n') : text;
}

function commented(node: Node, key: unknown): void {
  if (key === 'key') {
    node.commentBefore = ' get: {}\n paths:';
    node.spaceBefore = true;
  } else if (!isScalar(node) || node.type === 'PLAIN') node.comment = ' get: x';
}

function withoutUndefined(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
