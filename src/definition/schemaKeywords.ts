import { isRecord } from '../domain/isRecord';
import type { DocumentPart } from './documentParts';
import { itemTexts, partAt } from './documentParts';
import { plainValue } from './plainValue';

/** What schemas that hold together say by a keyword, each that has it. */
export function valuesOf(facets: readonly DocumentPart[], keyword: string): readonly unknown[] {
  return facets.flatMap((facet) => {
    const part = partAt(facet, keyword);
    return part ? [plainValue(part.outline)] : [];
  });
}

export function numbersOf(facets: readonly DocumentPart[], keyword: string): readonly number[] {
  return valuesOf(facets, keyword).filter((value) => typeof value === 'number');
}

/** Whether one of them says `true`. */
export function isTrue(facets: readonly DocumentPart[], keyword: string): boolean {
  return valuesOf(facets, keyword).includes(true);
}

/** The types that all of them allow, null last; undefined where none of them names one. */
export function typesOf(facets: readonly DocumentPart[]): readonly string[] | undefined {
  const [first, ...others] = facets.map(namedTypes).filter((types) => types.length > 0);
  if (!first) return undefined;
  const common = others.reduce<readonly string[]>(
    (types, more) => types.flatMap((type) => commonType(type, more) ?? []),
    first,
  );
  return [...common.filter((type) => type !== 'null'), ...common.filter((type) => type === 'null')];
}

/** Keywords that tell the type of schemas that do not name it. */
const typical: readonly (readonly [type: string, keywords: readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'minProperties']],
  ['array', ['items', 'prefixItems', 'minItems']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** The type that the keywords of schemas are of. */
export function impliedType(facets: readonly DocumentPart[]): string {
  const found = typical.find(([, keywords]) =>
    keywords.some((keyword) => valuesOf(facets, keyword).length > 0),
  );
  return found?.[0] ?? 'string';
}

/** The types that one schema names; none where it names no type. */
function namedTypes(facet: DocumentPart): readonly string[] {
  const [value] = valuesOf([facet], 'type');
  const types = typeof value === 'string' ? [value] : itemTexts(partAt(facet, 'type'));
  return types.length > 0 && isTrue([facet], 'nullable') ? [...types, 'null'] : types;
}

function commonType(type: string, others: readonly string[]): string | undefined {
  if (others.includes(type)) return type;
  const isNumeric = type === 'integer' || type === 'number';
  return isNumeric && (others.includes('integer') || others.includes('number'))
    ? 'integer'
    : undefined;
}

/** Whether a value is of a type. */
export function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
