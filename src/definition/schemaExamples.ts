import { isRecord } from '../domain/isRecord';
import { isSecretName, withoutSecrets } from '../domain/shownBody';
import type { DocumentPart, DocumentParts } from './documentParts';
import { itemParts, itemTexts, namedParts, partAt } from './documentParts';
import type { Outline } from './outline';
import { textAt } from './outline';
import { plainValue } from './plainValue';
import { numberExample, stringExample } from './scalarExamples';
import { impliedType, isOfType, isTrue, numbersOf, typesOf, valuesOf } from './schemaKeywords';

/** Values that are looked for, and items of one array, at most: a schema can ask for any number of them. */
const mostValues = 5000;
const mostItems = 100;

/** Schemas that hold together. */
interface Conjunction {
  /** With those that they refer to and all of their `allOf`, the outer ones first. */
  readonly facets: readonly DocumentPart[];
  /** Of each of these one holds as well. */
  readonly choices: readonly (readonly DocumentPart[])[];
  /** Whether a reference leads nowhere, or to what is not read yet. */
  readonly lacksSome: boolean;
}

const nothing: Conjunction = { facets: [], choices: [], lacksSome: false };

/**
 * Values as the schemas of OpenAPI documents describe them: an example or a default that a schema has, else the first
 * of its `enum` or of its alternatives that can be, else what its type and bounds allow. Objects have the properties
 * that are required, or all where none is, but none that is only read. What a document has as an example of a secret is
 * replaced. No text is made for a `pattern`.
 */
export class SchemaExamples {
  readonly #parts: DocumentParts;
  /** The schemas of which an example is being made: a cycle ends there. */
  readonly #open = new Set<Outline>();
  #left = mostValues;

  constructor(parts: DocumentParts) {
    this.#parts = parts;
  }

  /** Undefined where there is none, where it would be very large, and where a part of the schema is not read yet. */
  of(schema: DocumentPart): unknown {
    return this.#of([schema], '');
  }

  /** @param name of the value, or of the secret that it is a part of */
  #of(schemas: readonly DocumentPart[], name: string): unknown {
    const own = schemas.flatMap((schema) => this.#withReferred(schema));
    const outlines = new Set(own.flatMap(({ outline }) => outline ?? []));
    const all = this.#joined(nothing, schemas);
    if ([...outlines].some((outline) => this.#open.has(outline))) {
      return typesOf(all.facets)?.includes('null') === true ? null : undefined;
    }
    for (const outline of outlines) this.#open.add(outline);
    const value = this.#ofAll(all, outlines, name);
    for (const outline of outlines) this.#open.delete(outline);
    return value;
  }

  /** A schema and those that its reference leads to. */
  #withReferred(schema: DocumentPart): readonly DocumentPart[] {
    const chain = [schema];
    const passed = new Set<Outline | null>([schema.outline]);
    for (
      let next = this.#parts.referred(schema);
      next && !passed.has(next.outline);
      next = this.#parts.referred(next)
    ) {
      chain.push(next);
      passed.add(next.outline);
    }
    return chain;
  }

  #joined(before: Conjunction, schemas: readonly DocumentPart[]): Conjunction {
    const facets = [...before.facets];
    const choices = [...before.choices];
    let { lacksSome } = before;
    const seen = new Set(facets.map(({ outline }) => outline));
    const open = [...schemas];
    for (let schema = open.shift(); schema; schema = open.shift()) {
      if (schema.outline?.kind !== 'mapping' || seen.has(schema.outline)) continue;
      seen.add(schema.outline);
      facets.push(schema);
      const referred = this.#parts.referred(schema);
      if (referred) open.push(referred);
      else lacksSome ||= textAt(schema.outline, '$ref') !== null;
      open.push(...itemParts(partAt(schema, 'allOf')));
      for (const keyword of ['oneOf', 'anyOf']) {
        const alternatives = itemParts(partAt(schema, keyword));
        if (alternatives.length > 0) choices.push(alternatives);
      }
    }
    return { facets, choices, lacksSome };
  }

  /** @param own the outlines of the schemas whose examples are of the whole, whatever the others add */
  #ofAll(all: Conjunction, own: ReadonlySet<Outline | null>, name: string): unknown {
    if (--this.#left < 0) return undefined;
    const { facets, choices, lacksSome } = all;
    const written = writtenExample(facets, own);
    if (written !== undefined) return withoutSecrets(name, written);
    if (lacksSome) return undefined;
    const [first, ...others] = choices;
    if (first) {
      for (const alternative of first) {
        const joined = this.#joined({ ...all, choices: others }, [alternative]);
        const value = this.#ofAll(joined, own, name);
        if (value !== undefined) return value;
      }
      return undefined;
    }
    const types = typesOf(facets);
    const listed = listedValues(facets);
    if (listed && !types) return listed[0];
    for (const type of types ?? [impliedType(facets)]) {
      const value = listed
        ? listed.find((one) => isOfType(one, type))
        : this.#ofType(type, facets, name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  #ofType(type: string, facets: readonly DocumentPart[], name: string): unknown {
    switch (type) {
      case 'object':
        return this.#object(facets, name);
      case 'array':
        return this.#array(facets, name);
      case 'string':
        return stringExample(facets);
      case 'integer':
      case 'number':
        return numberExample(facets, type === 'integer');
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return undefined;
    }
  }

  #object(facets: readonly DocumentPart[], name: string): unknown {
    const properties = propertiesOf(facets);
    const required = new Set(facets.flatMap((facet) => itemTexts(partAt(facet, 'required'))));
    const least = Math.max(0, ...numbersOf(facets, 'minProperties'));
    const most = Math.min(...numbersOf(facets, 'maxProperties'), mostValues);
    const made = new Map<string, unknown>();
    const lacking = new Set(required);
    const make = (key: string): void => {
      const schemas = properties.get(key) ?? facets.flatMap(additionalSchema);
      const isRead = this.#joined(nothing, schemas).facets.some(isReadOnly);
      const below = isSecretName(name) ? name : key;
      const value = isRead || made.size >= most ? undefined : this.#of(schemas, below);
      if (value !== undefined) made.set(key, value);
      if (isRead || value !== undefined) lacking.delete(key);
    };
    for (const key of required) make(key);
    for (const key of properties.keys()) {
      const isWanted = required.size === 0 || made.size < least;
      if (isWanted && !required.has(key)) make(key);
    }
    return lacking.size === 0 && made.size >= least ? Object.fromEntries(made) : undefined;
  }

  #array(facets: readonly DocumentPart[], name: string): unknown {
    const first = facets.map((facet) => itemParts(partAt(facet, 'prefixItems')));
    const tuple = first.find((items) => items.length > 0) ?? [];
    const others = facets.flatMap((facet) => partAt(facet, 'items') ?? []);
    const least = Math.max(0, ...numbersOf(facets, 'minItems'));
    const most = Math.min(...numbersOf(facets, 'maxItems'), mostItems);
    // Items that differ are not made.
    if (least > (isTrue(facets, 'uniqueItems') ? 1 : mostItems)) return undefined;
    const length = Math.min(most, Math.max(least, tuple.length, Math.min(1, others.length)));
    const made: unknown[] = [];
    for (const position of Array(length).keys()) {
      const item = tuple[position];
      const value = this.#of(item ? [item] : others, name);
      if (value === undefined) break;
      made.push(value);
    }
    return made.length >= least ? made : undefined;
  }
}

/** What a document has as an example; of a part of what holds together only what has all that is required. */
function writtenExample(
  facets: readonly DocumentPart[],
  own: ReadonlySet<Outline | null>,
): unknown {
  const required = facets.flatMap((facet) => itemTexts(partAt(facet, 'required')));
  for (const facet of facets) {
    const [example] = [
      ...[partAt(facet, 'example'), itemParts(partAt(facet, 'examples'))[0]],
      partAt(facet, 'default'),
    ].filter((part) => part != null);
    const value = example && plainValue(example.outline);
    const isWhole =
      own.has(facet.outline) ||
      !isRecord(value) ||
      required.every((key) => Object.hasOwn(value, key));
    if (value !== undefined && isWhole) return value;
  }
  return undefined;
}

/** The values of which it is one; undefined where they are not listed. */
function listedValues(facets: readonly DocumentPart[]): readonly unknown[] | undefined {
  const lists = [
    ...valuesOf(facets, 'const').map((value) => [value]),
    ...valuesOf(facets, 'enum').filter((list) => Array.isArray(list)),
  ];
  const [first, ...others] = lists.map((list) => list.map((value) => JSON.stringify(value)));
  if (!first) return undefined;
  return first
    .filter((value) => others.every((list) => list.includes(value)))
    .map((value) => JSON.parse(value) as unknown);
}

/** The schemas of each property that is named. */
function propertiesOf(facets: readonly DocumentPart[]): ReadonlyMap<string, DocumentPart[]> {
  const properties = new Map<string, DocumentPart[]>();
  for (const facet of facets) {
    for (const [key, schema] of namedParts(partAt(facet, 'properties'))) {
      if (!properties.get(key)?.push(schema)) properties.set(key, [schema]);
    }
  }
  return properties;
}

function additionalSchema(facet: DocumentPart): readonly DocumentPart[] {
  const schema = partAt(facet, 'additionalProperties');
  return schema?.outline?.kind === 'mapping' ? [schema] : [];
}

function isReadOnly(facet: DocumentPart): boolean {
  return isTrue([facet], 'readOnly');
}
