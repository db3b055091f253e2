import { isRecord } from '../domain/isRecord';
import schema from './trafficBudgets.schema.json';

/** A key that the schema knows. */
export interface SchemaKey {
  readonly name: string;
  readonly description: string;
  /** What its value may look like, as YAML. */
  readonly examples: readonly string[];
}

/** What may be written at a place: one of these keys, or a value of one. */
export interface SchemaPlace {
  readonly kind: 'key' | 'value';
  readonly keys: readonly SchemaKey[];
}

/** What opens a mapping in a line: its column, the dash before it, and its first key. */
const linePattern = /^( *)(- +)?(?:"([^"]*)"|'([^']*)'|([\w-]+))[ \t]*:(?=\s|$)/;

/**
 * What the schema allows at a place of a text that is being written, so that it need not parse: null where it says
 * nothing. By indentation, and by what braces are open on the line.
 * @param lines of the text up to the one of the place, the last one up to its character
 */
export function schemaPlace(lines: readonly string[]): SchemaPlace | null {
  const before = lines.at(-1) ?? '';
  const { parents, rest } = openOnLine(before);
  const path = [...pathAbove(lines), ...parents];
  const keys = keysBelow(path);
  const [, name] = /^\s*["']?([\w-]+)["']?[ \t]*:\s/.exec(rest) ?? [];
  if (name === undefined) return /^\s*[\w-]*$/.test(rest) && keys ? { kind: 'key', keys } : null;
  const key = keys?.find((own) => own.name === name);
  return key ? { kind: 'value', keys: [key] } : null;
}

/** The key that stands at a place of a text; null where none of the schema does. */
export function schemaKeyAt(lines: readonly string[], name: string): SchemaKey | null {
  const before = lines.at(-1) ?? '';
  const path = [...pathAbove(lines), ...openOnLine(before).parents];
  return keysBelow(path)?.find((own) => own.name === name) ?? null;
}

/** The keys whose braces are open at the end of a line, and what stands behind the last sign that separates. */
function openOnLine(line: string): { readonly parents: readonly string[]; readonly rest: string } {
  const parents: string[] = [];
  let start = line.length - line.replace(/^ *(?:- +)*/, '').length;
  const quoted = /"[^"]*"|'[^']*'/g;
  const bare = line.replace(quoted, (text) => '_'.repeat(text.length));
  for (let at = start; at < bare.length; at += 1) {
    const sign = bare[at];
    if (sign === '{' || sign === '[') {
      const [, name] = /([\w-]+)[ \t]*:\s*$/.exec(bare.slice(start, at)) ?? [];
      // The braces of an item have no key of their own.
      if (name !== undefined) parents.push(name);
      start = at + 1;
    } else if (sign === ',') start = at + 1;
    else if (sign === '}' || sign === ']') {
      parents.pop();
      start = at + 1;
    }
  }
  return { parents, rest: line.slice(start) };
}

/** The keys of the block mappings in which the last line stands, outermost first. */
function pathAbove(lines: readonly string[]): readonly string[] {
  const last = lines.at(-1) ?? '';
  const path: string[] = [];
  let column = columnOf(last);
  for (const line of lines.slice(0, -1).reverse()) {
    const [, indentation = '', dash = '', double, single, plain] = linePattern.exec(line) ?? [];
    const name = double ?? single ?? plain;
    if (name === undefined) continue;
    const own = indentation.length + dash.length;
    if (own < column) {
      path.unshift(name);
      column = dash === '' ? own : belowDash(indentation);
    }
  }
  return path;
}

/** Where what stands behind a dash belongs: below a key in the dash's own column or left of it. */
function belowDash(indentation: string): number {
  return indentation.length + 0.5;
}

function columnOf(line: string): number {
  const [, indentation = '', dash = ''] = /^( *)(-(?: |$))?/.exec(line) ?? [];
  return dash === '' ? indentation.length : belowDash(indentation);
}

/** The keys of the mapping to which keys lead; null where the schema has none there. */
function keysBelow(path: readonly string[]): readonly SchemaKey[] | null {
  let node: unknown = schema;
  for (const name of path) {
    const properties = isRecord(node) ? node['properties'] : undefined;
    const own = isRecord(properties) && Object.hasOwn(properties, name) ? properties[name] : null;
    node = isRecord(own) && isRecord(own['items']) ? own['items'] : own;
  }
  const properties = isRecord(node) ? node['properties'] : undefined;
  if (!isRecord(properties)) return null;
  return Object.entries(properties).map(([name, own]) => ({
    name,
    description: isRecord(own) ? String(own['description']) : '',
    examples: isRecord(own) ? examplesOf(own) : [],
  }));
}

function examplesOf({ examples, type }: Readonly<Record<string, unknown>>): readonly string[] {
  if (Array.isArray(examples)) return examples.map(asYaml);
  return type === 'array' ? ['\n  - '] : [];
}

/** What begins with a sign that means something in YAML is quoted. */
function asYaml(example: unknown): string {
  if (Array.isArray(example)) return `[${example.join(', ')}]`;
  if (isRecord(example)) {
    const entries = Object.entries(example).map(([key, value]) => `${key}: ${asYaml(value)}`);
    return `{ ${entries.join(', ')} }`;
  }
  const text = String(example);
  return /^[\w/]/.test(text) ? text : JSON.stringify(text);
}
