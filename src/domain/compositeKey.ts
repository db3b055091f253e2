/**
 * Keys of several fields as one text, for maps and stored state: the fields stand one after the other with a tab
 * in between. What a field holds comes from outside, so a tab or backslash of its own is written `\t` or `\\`.
 */
export function joinKey(...fields: readonly string[]): string {
  return fields.map(escaped).join('\t');
}

/** The reverse of joinKey. */
export function splitKey(key: string): string[] {
  const fields = key.split('\t');
  return key.includes('\\') ? fields.map(unescaped) : fields;
}

/** A key with one more field. */
export function extendKey(key: string, field: string): string {
  return `${key}\t${escaped(field)}`;
}

/** A key without its last field: the reverse of extendKey. */
export function parentKey(key: string): string {
  return key.slice(0, key.lastIndexOf('\t'));
}

/** The last field of a key. */
export function lastField(key: string): string {
  return unescaped(key.slice(key.lastIndexOf('\t') + 1));
}

function escaped(field: string): string {
  return /[\t\\]/.test(field) ? field.replaceAll('\\', '\\\\').replaceAll('\t', '\\t') : field;
}

function unescaped(field: string): string {
  if (!field.includes('\\')) return field;
  return field.replaceAll(/\\([t\\])/g, (_, letter: string) => (letter === 't' ? '\t' : '\\'));
}
