/** A value as JSON holds it: each Map is an object, whose own properties may have any name at all. */
export type Stored<Value> =
  Value extends ReadonlyMap<infer Key extends string, infer Held>
    ? Record<Key, Stored<Held>>
    : Value extends readonly (infer Item)[]
      ? Stored<Item>[]
      : Value extends string
        ? Value
        : Value extends object
          ? { [Name in keyof Value]: Stored<Value[Name]> }
          : Value;

/** A value as JSON, Maps with keys of text as objects: `__proto__` is a property as any other there. */
export function jsonWithMaps(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Map ? Object.fromEntries(part as ReadonlyMap<string, unknown>) : part,
  );
}

/** The Map that an object of parsed JSON stands for; an empty one where there is none. */
export function mapOf<Key extends string, Held>(
  stored: Readonly<Record<Key, Held>> | undefined,
): Map<Key, Held> {
  return new Map(Object.entries(stored ?? {}) as [Key, Held][]);
}
