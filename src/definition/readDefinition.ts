import type {
  DefinedOperation,
  Definition,
  DefinitionFinding,
  DefinitionKind,
  NamedText,
  ReadReferenced,
} from './definition';
import { definitionShape } from './definitionShape';
import type { Outline, OutlineEntry, OutlineMapping } from './outline';
import { entriesOf, itemsOf, textAt, valueOf } from './outline';
import { outlinesOf } from './outlinesOf';
import { PathItems } from './pathItems';
import { Positions } from './positions';

/**
 * What a text defines, JSON or YAML, without a byte order mark; null where it does not parse or defines nothing.
 * References of its path items are followed, to other documents as far as `read` reads them.
 */
export async function readDefinition(
  { name, text: whole }: NamedText,
  read: ReadReferenced,
): Promise<Definition | null> {
  const text = whole.replace(/^\uFEFF/, '');
  const outlines = outlinesOf(text, definitionShape) ?? [];
  const roots = outlines.flatMap((root) => {
    const kind = kindOf(root);
    return root && kind ? [{ root, kind }] : [];
  });
  const [first] = roots;
  if (!first) return null;
  const positions = new Positions(text);
  const pathItems = new PathItems({ name, text }, positions, read);
  for (const { root } of roots) {
    for (const entry of entriesOf(valueOf(root, 'paths'))) pathItems.add(entry);
  }
  await pathItems.followReferences();
  const routes = roots.flatMap(({ root, kind }) =>
    kind === 'mockforge' ? routesOf(root, positions) : [],
  );
  const operations = [...pathItems.operations, ...routes];
  const pathsKey = entryOf(first.root, first.kind === 'mockforge' ? 'routes' : 'paths');
  return {
    kind: first.kind,
    title: textAt(valueOf(first.root, 'info'), 'title'),
    prefixes: [...new Set(roots.flatMap(({ root }) => prefixesOf(root)))],
    operations,
    pathsAt: pathsKey ? positions.at(pathsKey.at) : null,
    references: pathItems.references,
    findings: [...pathItems.findings, ...definedTwice(operations)],
  };
}

function kindOf(root: Outline | null): DefinitionKind | null {
  if (textAt(root, 'openapi') !== null) return 'openapi';
  if (textAt(root, 'swagger') !== null) return 'swagger';
  return valueOf(root, 'routes')?.kind === 'sequence' ? 'mockforge' : null;
}

function entryOf(node: Outline | null, key: string): OutlineEntry | undefined {
  return entriesOf(node).findLast((entry) => entry.key === key);
}

/** The paths of the servers' addresses; the base path of Swagger 2. */
function prefixesOf(root: Outline): readonly string[] {
  const servers = itemsOf(valueOf(root, 'servers')).map((server) => textAt(server, 'url') ?? '');
  const basePath = textAt(root, 'basePath') ?? '';
  const prefixes = [...servers, basePath].map((address) =>
    address.replace(/^[^/]*\/\/[^/]*/, '').replace(/\/+$/, ''),
  );
  return prefixes.filter((prefix) => prefix === '' || prefix.startsWith('/'));
}

function routesOf(root: Outline, positions: Positions): readonly DefinedOperation[] {
  return itemsOf(valueOf(root, 'routes')).flatMap((route) => {
    const path = textAt(route, 'path');
    const method = textAt(route, 'method');
    if (path === null || method === null || route.kind !== 'mapping') return [];
    const at = positions.at(beginOf(route));
    const status = textAt(valueOf(route, 'response'), 'status');
    return [
      {
        method: method.toUpperCase(),
        path,
        operationId: null,
        deprecated: false,
        statuses: status === null ? [] : [status],
        at: { document: null, ...at },
        pathAt: at,
      },
    ];
  });
}

function beginOf({ at, entries }: OutlineMapping): number {
  return Math.min(at, ...entries.map((entry) => entry.at));
}

function definedTwice(operations: readonly DefinedOperation[]): DefinitionFinding[] {
  const seen = new Set<string>();
  return operations.flatMap(({ method, path, pathAt: at }) => {
    const name = `${method} ${path}`;
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ kind: 'defined_twice', at, method, path } as const];
  });
}
