/**
 * A description of the size and shape of GitHub's own: so many operations, each with parameters, examples and schemas.
 * As JSON it has about 11 kB an operation, indented by two.
 */
export function largeDescription(operations: number): object {
  const paths: Record<string, Record<string, object>> = {};
  for (let i = 0; i < operations; i++) {
    const path = `/${areas[i % areas.length] ?? ''}/{owner}/items${Math.floor(i / 30)}/{item_id}`;
    const method =
      ['get', 'put', 'post', 'delete', 'patch'][Math.floor(i / areas.length) % 5] ?? '';
    (paths[path] ??= {})[method] = operation(i);
  }
  return {
    openapi: '3.0.3',
    info: { title: 'A large API', version: '1.1.4', description: sentences(5) },
    tags: areas.map((name) => ({ name, description: sentences(1) })),
    servers: [{ url: 'https://api.example.com' }],
    paths,
    components: { schemas: Object.fromEntries(areas.map((name) => [name, schema(4)])) },
  };
}

/** The same as YAML in block style, as tools write it. */
export function asYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${asYaml(item, `${indent}  `).trimStart()}`).join('');
  }
  if (typeof value !== 'object' || value === null) return `${indent}${scalar(value)}\n`;
  return Object.entries(value)
    .map(([key, own]) => {
      const name = /^[\w/.{}$-]+$/.test(key) && !/^\d/.test(key) ? key : `'${key}'`;
      if (typeof own === 'string' && own.length > 120) return block(indent, name, own);
      if (typeof own !== 'object' || own === null) return `${indent}${name}: ${scalar(own)}\n`;
      return `${indent}${name}:\n${asYaml(own, `${indent}${Array.isArray(own) ? '' : '  '}`)}`;
    })
    .join('');
}

const areas = [...Array(30).keys()].map((area) => `area${area}`);

function operation(i: number): object {
  const parameters = Array.from({ length: 5 }, (_, place) => ({
    name: `parameter_${place}`,
    in: 'query',
    description: sentences(1),
    required: false,
    schema: { type: 'string', enum: ['created', 'updated', 'comments'] },
  }));
  return {
    summary: `Operation ${i}`,
    description: sentences(6),
    tags: [areas[i % areas.length]],
    operationId: `area/operation-${i}`,
    deprecated: i % 50 === 0,
    parameters,
    responses: {
      '200': {
        description: 'Response',
        content: {
          'application/json': {
            schema: schema(2),
            examples: { default: { value: [example(i), example(i + 1)] } },
          },
        },
      },
      '304': { description: 'Not modified' },
      '404': { $ref: '#/components/responses/not_found' },
    },
    'x-vendor': { enabledForApps: true, category: 'items', subcategory: null },
  };
}

function schema(depth: number): object {
  const names = ['id', 'node_id', 'name', 'url', 'state', 'owner'];
  return {
    type: 'object',
    required: names,
    properties: Object.fromEntries(
      names.map((name) => [
        name,
        depth > 1 && name === 'owner'
          ? schema(depth - 1)
          : { type: 'string', format: 'uri', description: sentences(1), example: `an ${name}` },
      ]),
    ),
  };
}

function example(i: number): object {
  const urls = Object.fromEntries(
    Array.from({ length: 20 }, (_, place) => [
      `link_${place}_url`,
      `https://api.example.com/items/${i}/links/${place}{/more}`,
    ]),
  );
  return { id: i, node_id: `MDQ6VXNlcjE=${i}`, site_admin: false, owner: null, ...urls };
}

function sentences(count: number): string {
  return 'Lists what belongs to the item: its "state", and `links` to others (see the guide). '
    .repeat(count)
    .trim();
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function block(indent: string, name: string, text: string): string {
  const lines = text.replaceAll('. L', '.\nL').split('\n');
  return `${indent}${name}: |-\n${lines.map((line) => `${indent}  ${line}\n`).join('')}`;
}
