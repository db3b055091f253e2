declare const fields: unique symbol;

/**
 * Several fields as one text, for maps and stored state: they stand one after the other with a tab in between. What
 * a field holds comes from outside, so a tab or backslash of its own is written `\t` or `\\`. The type has the
 * fields' names, so that no key is taken for one of another kind, nor any other text for a key.
 */
export type CompositeKey<Names extends readonly string[]> = string & {
  readonly [fields]: Names;
};

/** A text for each field. */
type Fields<Names extends readonly string[]> = { readonly [Index in keyof Names]: string };

/** The key of some fields. */
export function joinKey<Names extends readonly string[]>(
  ...values: Fields<Names>
): CompositeKey<Names> {
  return values.map(escaped).join('\t') as CompositeKey<Names>;
}

/** The reverse of joinKey. */
export function splitKey<Names extends readonly string[]>(key: CompositeKey<Names>): Fields<Names> {
  const values = key.split('\t');
  return (key.includes('\\') ? values.map(unescaped) : values) as unknown as Fields<Names>;
}

/** A key with one more field. */
export function extendKey<Names extends readonly string[], Last extends string>(
  key: CompositeKey<Names>,
  field: string,
): CompositeKey<readonly [...Names, Last]> {
  return `${key}\t${escaped(field)}` as CompositeKey<readonly [...Names, Last]>;
}

/** A key without its last field: the reverse of extendKey. */
export function parentKey<Names extends readonly string[]>(
  key: CompositeKey<readonly [...Names, string]>,
): CompositeKey<Names> {
  return key.slice(0, key.lastIndexOf('\t')) as CompositeKey<Names>;
}

/** The last field of a key. */
export function lastField(key: CompositeKey<readonly string[]>): string {
  return unescaped(key.slice(key.lastIndexOf('\t') + 1));
}

function escaped(field: string): string {
  return /[\t\\]/.test(field) ? field.replaceAll('\\', '\\\\').replaceAll('\t', '\\t') : field;
}

function unescaped(field: string): string {
  if (!field.includes('\\')) return field;
  return field.replaceAll(/\\([t\\])/g, (_, letter: string) => (letter === 't' ? '\t' : '\\'));
}
