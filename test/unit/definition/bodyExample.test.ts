import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { isRecord } from '../../../src/domain/isRecord';
import { bodyExample, type BodyExample } from '../../../src/definition/bodyExample';
import { style, yamlText } from '../../support/definitions';

const operation = { method: 'POST', path: '/orders' };

function exampleIn(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<BodyExample | null> {
  const named = new Map(Object.entries(files));
  return bodyExample({ name: 'root', text }, operation, (reference) => {
    const found = named.get(reference);
    return Promise.resolve(found === undefined ? null : { name: reference, text: found });
  });
}

/** A description whose operation takes this content. */
function described(content: object, others: object = {}): object {
  return {
    openapi: '3.1.0',
    paths: { '/orders': { post: { requestBody: { content }, responses: {} } } },
    ...others,
  };
}

async function jsonOf(schema: unknown, schemas: object = {}): Promise<unknown> {
  const document = described({ 'application/json': { schema } }, { components: { schemas } });
  const example = await exampleIn(JSON.stringify(document));
  assert.equal(example?.contentType, 'application/json');
  return example.body === null ? undefined : (JSON.parse(example.body) as unknown);
}

async function bodyIn(content: object, others?: object): Promise<BodyExample | null> {
  return exampleIn(stringify(described(content, others)));
}

describe('an example of a body', () => {
  it('is what the document has, before all the first that it names', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, example: { a: 'own' } };
    const media = { schema, examples: { first: { value: { a: 1 } }, second: { value: { a: 2 } } } };
    const bodies = [
      [{ ...media, example: { a: 0 } }, '{"a":0}'],
      [media, '{"a":1}'],
      [{ schema }, '{"a":"own"}'],
      [{ schema: { ...schema, example: undefined, examples: [{ a: 'x' }] } }, '{"a":"x"}'],
      [{ schema: { ...schema, example: undefined, default: { a: 'd' } } }, '{"a":"d"}'],
      [{ example: '{ "a": [1.50, "é"] }' }, String.raw`{"a":[1.5,"\u00e9"]}`],
    ] as const;
    for (const [own, body] of bodies) {
      assert.deepEqual(await bodyIn({ 'application/json': own }), {
        contentType: 'application/json',
        body,
      });
    }
    const components = { examples: { one: { value: { a: 'shared' } } } };
    const shared = { examples: { x: { $ref: '#/components/examples/one' } } };
    const found = await bodyIn({ 'application/json': shared }, { components });
    assert.equal(found?.body, '{"a":"shared"}');
  });

  it('is JSON where it may be, else a form', async () => {
    const schema = { type: 'object', properties: { a: { type: 'integer' }, b: { enum: ['x y'] } } };
    const content = {
      'text/plain': { example: 'text' },
      'application/x-www-form-urlencoded': { schema },
      'application/vnd.shop+json; version=1': { schema },
    };
    assert.deepEqual(await bodyIn(content), {
      contentType: 'application/vnd.shop+json; version=1',
      body: '{"a":1,"b":"x y"}',
    });
    assert.deepEqual(await bodyIn({ ...content, 'application/vnd.shop+json; version=1': {} }), {
      contentType: 'application/x-www-form-urlencoded',
      body: 'a=1&b=x+y',
    });
    assert.deepEqual(await bodyIn({ '*/*': { schema } }), {
      contentType: 'application/json',
      body: '{"a":1,"b":"x y"}',
    });
  });

  it('is of XML and others only what the document has', async () => {
    const xml = { 'application/xml': { schema: { type: 'object' }, example: '<a>\n  <b/>\n</a>' } };
    assert.equal((await bodyIn(xml))?.body, '<a> <b/> </a>');
    const none = [
      { 'application/xml': { schema: { type: 'object' } } },
      { 'application/xml': { example: '<a token="t"/>' } },
      { 'application/xml': { example: '<a>{{b}}</a>' } },
      { 'text/csv': { example: 'a\nb' } },
      { 'multipart/form-data': { schema: { type: 'object' }, example: { a: 1 } } },
    ];
    for (const content of none) {
      const [contentType = ''] = Object.keys(content);
      assert.deepEqual(await bodyIn(content), { contentType, body: null });
    }
  });

  it('has no secret that the document has, and no header but a type of content', async () => {
    const schema = {
      type: 'object',
      properties: {
        password: { type: 'string', example: 'hunter2' },
        auth: { type: 'object', properties: { pin: { type: 'string', default: 'hunter2' } } },
        apiKey: { type: 'string' },
      },
    };
    assert.deepEqual(await jsonOf(schema), {
      password: 'REDACTED',
      auth: { pin: 'REDACTED' },
      apiKey: 'string',
    });
    assert.deepEqual(await jsonOf({ example: { in: [{ token: 5, user: 'u' }] } }), {
      in: [{ token: 'REDACTED', user: 'u' }],
    });
    const form = { example: { token: 't', a: [1, 2] } };
    const found = await bodyIn({ 'application/x-www-form-urlencoded': form });
    assert.equal(found?.body, 'token=REDACTED&a=1&a=2');
    assert.equal(await bodyIn({ 'text/plain\r\nX-Evil: 1': { example: 'a' } }), null);
  });

  it('is none where none is declared', async () => {
    const texts = [
      '',
      'openapi: 3.0.0',
      'paths: {/orders: {post: {}}}',
      'paths: {/orders: {get: {requestBody: {content: {application/json: {example: 1}}}}}}',
      'paths: {/orders: {post: {requestBody: {$ref: "#/nowhere"}}}}',
      'paths: {/orders: {$ref: "#/paths/~1orders"}}',
      'paths: {/orders: {post: {requestBody: {content: {application/json: {example: 1}}}}',
    ];
    for (const text of texts) assert.equal(await exampleIn(text), null, text);
  });

  it('follows references, to other documents as well', async () => {
    const root = {
      openapi: '3.0.3',
      paths: { '/orders': { $ref: 'paths.yaml#/orders' } },
    };
    const paths = { orders: { post: { requestBody: { $ref: '#/bodies/order' } } } };
    const bodies = {
      order: { content: { 'application/json': { schema: { $ref: 'schemas.json' } } } },
    };
    const files = {
      'paths.yaml': stringify({ ...paths, bodies }),
      'schemas.json': JSON.stringify({
        required: ['item'],
        properties: { item: { $ref: '#/definitions/item' }, note: { type: 'string' } },
        definitions: { item: { type: 'string', enum: ['pen'] } },
      }),
    };
    const found = await exampleIn(stringify(root), files);
    assert.equal(found?.body, '{"item":"pen"}');
    const lost = await exampleIn(stringify(root), { ...files, 'schemas.json': '{' });
    assert.deepEqual(lost, { contentType: 'application/json', body: null });
  });

  it('is read of Swagger 2: the parameter that is the body, or a form', async () => {
    const swagger = (post: object, others: object = {}): string =>
      stringify({ swagger: '2.0', paths: { '/orders': { post } }, ...others });
    const body = { in: 'body', name: 'order', schema: { $ref: '#/definitions/order' } };
    const definitions = { order: { properties: { n: { type: 'integer', minimum: 3 } } } };
    const read = await exampleIn(
      swagger(
        { parameters: [{ in: 'query', name: 'q' }, { $ref: '#/parameters/order' }] },
        {
          ...{ definitions, parameters: { order: body } },
          consumes: ['application/xml', 'application/hal+json'],
        },
      ),
    );
    assert.deepEqual(read, { contentType: 'application/hal+json', body: '{"n":3}' });
    const written = { ...body, 'x-example': { n: 7 } };
    assert.equal((await exampleIn(swagger({ parameters: [written] })))?.body, '{"n":7}');
    const field = (name: string, more: object): object => ({ in: 'formData', name, ...more });
    const fields = [
      field('a', { type: 'string', required: true }),
      field('b', { type: 'array', items: { type: 'integer' }, minItems: 2, required: true }),
      field('c', { type: 'string' }),
    ];
    assert.deepEqual(await exampleIn(swagger({ parameters: fields })), {
      contentType: 'application/x-www-form-urlencoded',
      body: 'a=string&b=1%2C1',
    });
    const files = [...fields, field('f', { type: 'file' })];
    assert.deepEqual(await exampleIn(swagger({ parameters: files })), {
      contentType: 'multipart/form-data',
      body: null,
    });
  });
});

describe('an example that is made of a schema', () => {
  it('has what is required, or all where nothing is, and nothing that is only read', async () => {
    const properties = {
      id: { type: 'integer', readOnly: true },
      item: { type: 'string' },
      on: { type: 'string', format: 'date' },
      paid: { type: 'boolean' },
    };
    assert.deepEqual(await jsonOf({ type: 'object', properties }), {
      ...{ item: 'string', on: '2024-01-15', paid: true },
    });
    assert.deepEqual(await jsonOf({ properties, required: ['id', 'paid', 'other'] }), {
      ...{ paid: true, other: 'string' },
    });
    assert.deepEqual(await jsonOf({ properties, required: ['paid'], minProperties: 2 }), {
      ...{ paid: true, item: 'string' },
    });
  });

  it('holds together what allOf says, and takes the first alternative that can be', async () => {
    const schemas = {
      Named: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      Sized: { required: ['size'], properties: { size: { type: 'number', minimum: 2 } } },
    };
    const both = [{ $ref: '#/components/schemas/Named' }, { $ref: '#/components/schemas/Sized' }];
    assert.deepEqual(
      await jsonOf({ allOf: both, properties: { size: { maximum: 5, multipleOf: 2.5 } } }, schemas),
      { name: 'string', size: 2.5 },
    );
    assert.deepEqual(
      await jsonOf({ type: 'integer', oneOf: [{ type: 'string' }, { minimum: 9 }] }),
      9,
    );
    assert.deepEqual(await jsonOf({ type: ['null', 'array'], items: { const: 4 } }), [4]);
    assert.deepEqual(await jsonOf({ type: 'string', nullable: true, enum: [null, 'a'] }), 'a');
    // The example of a part is none of the whole.
    const part = { ...schemas.Named, example: { name: 'x' } };
    assert.deepEqual(await jsonOf({ allOf: [part, schemas.Sized] }), { name: 'string', size: 2 });
    assert.deepEqual(await jsonOf({ allOf: [part] }), { name: 'x' });
  });

  it('ends where a schema leads back to itself', async () => {
    const $ref = '#/components/schemas/Node';
    const node = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };
    const next = (more: object, required = true): object => ({
      ...node,
      required: required ? ['name', 'next'] : ['name'],
      properties: { ...node.properties, next: { ...more } },
    });
    const made = (Node: object): Promise<unknown> => jsonOf({ $ref }, { Node });
    assert.deepEqual(await made(next({ type: 'array', items: { $ref } })), {
      ...{ name: 'string', next: [] },
    });
    assert.deepEqual(await made(next({ $ref, type: ['object', 'null'] })), undefined);
    assert.deepEqual(await made(next({ anyOf: [{ $ref }, { type: 'null' }] })), {
      ...{ name: 'string', next: null },
    });
    assert.deepEqual(await made({ properties: { name: node.properties.name, next: { $ref } } }), {
      name: 'string',
    });
    for (const Node of [next({ $ref }), { $ref }, { allOf: [{ $ref }, { oneOf: [{ $ref }] }] }]) {
      assert.ok([undefined, 'string'].includes((await made(Node)) as undefined));
    }
  });

  it('is none where it would be very large, and takes no long time to find that out', async () => {
    const deep = { type: 'array', minItems: 100, items: {} };
    const nested = [1, 2, 3, 4].reduce<object>((items) => ({ ...deep, items }), { type: 'string' });
    for (const schema of [
      nested,
      { type: 'string', minLength: 1e9 },
      { type: 'array', minItems: 1e9 },
    ]) {
      assert.equal(await jsonOf(schema), undefined);
    }
    const bomb = ['a0: &a0 {type: string}'];
    for (let n = 1; n < 40; n++) {
      const both = `{type: object, required: [x, y], properties: {x: *a${n - 1}, y: *a${n - 1}}}`;
      bomb.push(`a${n}: &a${n} ${both}`);
    }
    const content = '{content: {application/json: {schema: *a39}}}';
    const text = [...bomb, `paths: {/orders: {post: {requestBody: ${content}}}}`].join('\n');
    assert.deepEqual(await exampleIn(text), { contentType: 'application/json', body: null });
    const values = text.replace('schema:', 'example:');
    assert.deepEqual(await exampleIn(values), { contentType: 'application/json', body: null });
  });

  it('satisfies the schema, in YAML of every style and JSON', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(schemas, style, fc.boolean(), async ({ root, named }, written, isJson) => {
        const document = described(
          { 'application/json': { schema: root } },
          { components: { schemas: named } },
        );
        const text = isJson ? JSON.stringify(document) : yamlText(document, written);
        const example = await exampleIn(text);
        if (example?.body == null) return;
        made++;
        assert.ok(example.body.length <= 20_000);
        assert.match(example.body, /^[ -~]*$/);
        const value = JSON.parse(example.body) as unknown;
        assert.ok(satisfies(value, root, named), `${example.body} of ${JSON.stringify(document)}`);
      }),
      { numRuns: 2000 },
    );
    assert.ok(made > 1500, String(made));
  });
});

type Schema = Readonly<Record<string, unknown>>;
type Named = Readonly<Record<string, Schema>>;

const names = ['A', 'B', 'C'];

/** Bounds that something fits into. */
const between = (low: string, high: string): fc.Arbitrary<object> =>
  fc
    .tuple(fc.integer({ min: -3, max: 12 }), fc.nat(5))
    .chain(([value, more]) =>
      fc.constantFrom(
        {},
        { [low]: value },
        { [high]: value + more },
        { [low]: value, [high]: value + more },
      ),
    );

const counts = (low: string, high: string): fc.Arbitrary<object> =>
  fc
    .tuple(fc.nat(9), fc.integer({ min: 1, max: 9 }))
    .chain(([value, more]) =>
      fc.constantFrom(
        {},
        { [low]: value },
        { [high]: value + more },
        { [low]: value, [high]: value + more },
      ),
    );

const scalarSchema: fc.Arbitrary<Schema> = fc.oneof(
  counts('minLength', 'maxLength').map((bounds) => ({ type: 'string', ...bounds })),
  fc.constantFrom('date', 'uuid', 'email', 'ipv4').map((format) => ({ type: 'string', format })),
  fc.constantFrom<Schema>(
    { type: 'boolean' },
    { type: 'null' },
    { enum: ['x', 1, null] },
    { const: { a: [1] } },
    { type: ['null', 'integer'] },
    { type: 'integer', nullable: true },
    { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 1.5 },
    { type: 'number', minimum: 1, exclusiveMinimum: true },
    { type: 'integer', multipleOf: 7, minimum: 15 },
    { type: 'number', multipleOf: 0.1, maximum: -0.25 },
  ),
  fc
    .tuple(fc.constantFrom('integer', 'number'), between('minimum', 'maximum'))
    .map(([type, bounds]) => ({ type, ...bounds })),
);

const schema = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarSchema,
    fc.constantFrom(...names).map((name) => ({ $ref: `#/components/schemas/${name}` })),
    fc
      .tuple(tie('schema'), counts('minItems', 'maxItems'))
      .map(([items, bounds]) => ({ type: 'array', items, ...bounds })),
    fc
      .record({
        properties: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('schema'), {
          ...{ maxKeys: 3, noNullPrototype: true },
        }),
        readOnly: fc.boolean(),
        seed: fc.nat(7),
        isTyped: fc.boolean(),
      })
      .map(({ properties, readOnly, seed, isTyped }) => ({
        ...(isTyped && { type: 'object' }),
        properties: { ...properties, ...(readOnly && { id: { type: 'integer', readOnly } }) },
        required: ['id', ...Object.keys(properties)].filter((_, i) => (seed >> i) % 2 === 1),
      })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 2 }).map((properties) => ({
      allOf: properties.map((own, i) => ({
        ...{ type: 'object', required: [`p${i}`], properties: { [`p${i}`]: own } },
      })),
    })),
    fc.shuffledSubarray(['string', 'integer', 'boolean'], { minLength: 1 }).map((types) => ({
      oneOf: types.map((type) => ({ type })),
    })),
  ),
})).schema;

const schemas = fc.record({
  root: schema,
  named: fc.record({ A: schema, B: schema, C: schema }),
});

/**
 * Whether a value that is sent is as a schema has it, by the plainest way. One that says no more than that it is itself
 * holds of every value: `open` has those that are asked already of this one.
 */
function satisfies(
  value: unknown,
  schema: unknown,
  named: Named,
  open: ReadonlySet<unknown> = new Set(),
): boolean {
  if (!isRecord(schema) || open.has(schema)) return schema !== false;
  const of = (own: unknown): boolean => satisfies(value, own, named, new Set([...open, schema]));
  const list = (key: string): readonly unknown[] => (Array.isArray(schema[key]) ? schema[key] : []);
  const { $ref, type, enum: listed } = schema;
  if (typeof $ref === 'string' && !of(named[$ref.replace(/^.*\//, '')])) return false;
  if (!list('allOf').every(of)) return false;
  if (schema['anyOf'] !== undefined && !list('anyOf').some(of)) return false;
  if (schema['oneOf'] !== undefined && list('oneOf').filter(of).length !== 1) return false;
  const isOne = (some: readonly unknown[]): boolean =>
    some.some((one) => JSON.stringify(one) === JSON.stringify(value));
  if (Array.isArray(listed) && !isOne(listed)) return false;
  if ('const' in schema && !isOne([schema['const']])) return false;
  const types = [type ?? [], schema['nullable'] === true ? 'null' : []].flat();
  if (type !== undefined && !types.some((own) => isOfType(value, own))) return false;
  return hasBounds(value, schema) && hasParts(value, schema, named);
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  return type === 'null' ? value === null : typeof value === type;
}

const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/,
  email: /^[^@\s]+@[^@\s]+$/,
  ipv4: /^\d+(?:\.\d+){3}$/,
};

function hasBounds(value: unknown, schema: Schema): boolean {
  const bound = (key: string, none: number): number =>
    typeof schema[key] === 'number' ? schema[key] : none;
  if (typeof value === 'number') {
    const { exclusiveMinimum } = schema;
    const times = value / bound('multipleOf', value || 1);
    return (
      value >= bound('minimum', -Infinity) &&
      value <= bound('maximum', Infinity) &&
      (exclusiveMinimum !== true || value > bound('minimum', -Infinity)) &&
      value > bound('exclusiveMinimum', -Infinity) &&
      value < bound('exclusiveMaximum', Infinity) &&
      Math.abs(times - Math.round(times)) < 1e-9
    );
  }
  if (typeof value === 'string') {
    const { format } = schema;
    const isFormatted = typeof format !== 'string' || (formats[format]?.test(value) ?? true);
    const { length } = value;
    return isFormatted && length >= bound('minLength', 0) && length <= bound('maxLength', 1e9);
  }
  return (
    !Array.isArray(value) ||
    (value.length >= bound('minItems', 0) && value.length <= bound('maxItems', 1e9))
  );
}

function hasParts(value: unknown, schema: Schema, named: Named): boolean {
  if (Array.isArray(value)) return value.every((item) => satisfies(item, schema['items'], named));
  if (!isRecord(value)) return true;
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const isRead = (own: unknown): boolean => isRecord(own) && own['readOnly'] === true;
  return (
    Object.entries(value).every(([key, own]) => satisfies(own, properties[key], named)) &&
    Object.keys(value).every((key) => !isRead(properties[key])) &&
    required.every((key: string) => key in value || isRead(properties[key]))
  );
}
