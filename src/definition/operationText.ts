import { statusPhrase } from '../domain/statusText';
import type { NewOperation } from '../protocol/contractCoverage';

/** What a document says. */
export type PlainObject = Readonly<Partial<Record<'' | (string & {}), unknown>>>;

/**
 * An operation as a document has it: a summary, the parameters of its path where it `hasParameters` of its own, and the
 * responses that were seen, with one of success where none was.
 */
export function operationObject(
  { method, path, statuses }: NewOperation,
  version: 'openapi' | 'swagger',
  hasParameters: boolean,
): PlainObject {
  const names = [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name = '']) => name);
  const text = { type: 'string' };
  const parameters = [...new Set(names)].map((name) => ({
    ...{ name, in: 'path', required: true },
    ...(version === 'swagger' ? text : { schema: text }),
  }));
  const answers = statuses.some((status) => status < 400) ? statuses : [200, ...statuses];
  const responses = answers.map((status) => [
    String(status),
    { description: statusPhrase(status) || `Status ${status}` },
  ]);
  return {
    summary: `${method} ${path}`,
    ...(hasParameters && parameters.length > 0 && { parameters }),
    responses: Object.fromEntries(responses) as PlainObject,
  };
}

/** The entries of an object as lines of JSON, each indented by `indent` and, for each level more, by `unit`. */
export function jsonLines(value: PlainObject, indent: string, unit: string): readonly string[] {
  const lines = JSON.stringify(value, null, '\t').split('\n').slice(1, -1);
  return lines.map((line) => {
    const text = line.replace(/^\t+/, '');
    return indent + unit.repeat(line.length - text.length - 1) + text;
  });
}

/** As jsonLines, in YAML's block style. */
export function yamlLines(value: PlainObject, indent: string, unit: string): readonly string[] {
  return Object.entries(value).flatMap(([key, own]) => {
    const name = `${indent}${yamlKey(key)}:`;
    if (Array.isArray(own)) {
      const items = own.flatMap((item: PlainObject) => itemLines(item, indent + unit, unit));
      return [name, ...items];
    }
    return typeof own === 'object' && own !== null
      ? [name, ...yamlLines(own as PlainObject, indent + unit, unit)]
      : [`${name} ${yamlScalar(own)}`];
  });
}

/** An item of a sequence; its entries stand below each other, whatever the unit is. */
function itemLines(item: PlainObject, indent: string, unit: string): readonly string[] {
  const [first = '', ...others] = yamlLines(item, `${indent}  `, unit);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...others];
}

/** A key: plain where that is nothing else to YAML, as most paths and methods are. */
function yamlKey(key: string): string {
  if (/^\d+$/.test(key)) return `'${key}'`;
  return /^[/a-z][\w/.{}~-]*$/i.test(key) ? key : JSON.stringify(key);
}

/** Words that are no text to YAML, of 1.1 as well. */
const otherWords = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

function yamlScalar(value: unknown): string {
  const isPlain = typeof value === 'string' && /^[A-Z](?:[\w ./{}-]*[\w}/])?$/i.test(value);
  return isPlain && !otherWords.test(value) ? value : JSON.stringify(value);
}
