/** What turns one JSON value into another: the other value, or its differences by key or index. */
export type Difference =
  { readonly to: unknown } | { readonly within: Readonly<Record<string, Difference>> };

/** The difference of two JSON values; null if there is none. Lists that differ in length, or mostly, are sent whole. */
export function difference(before: unknown, after: unknown): Difference | null {
  if (before === after) return null;
  if (!isComposite(before) || !isComposite(after) || !haveSameKeys(before, after)) {
    return { to: after };
  }
  const keys = Object.keys(after);
  const within = keys.flatMap((key) => {
    const inner = difference(before[key], after[key]);
    return inner ? [[key, inner] as const] : [];
  });
  if (within.length === 0) return null;
  const isMostlyOther = Array.isArray(after) && within.length * 2 > keys.length;
  return isMostlyOther ? { to: after } : { within: Object.fromEntries(within) };
}

/** Applies a difference to the value before; unchanged parts stay the same objects. */
export function applied(before: unknown, change: Difference | null): unknown {
  if (!change) return before;
  if (!('within' in change)) return change.to;
  const within = new Map(Object.entries(change.within));
  if (Array.isArray(before)) {
    return before.map((item: unknown, index) => applied(item, within.get(String(index)) ?? null));
  }
  const parts = Object.entries(before as Composite);
  return Object.fromEntries(
    parts.map(([key, part]) => [key, applied(part, within.get(key) ?? null)]),
  );
}

type Composite = Record<string, unknown>;

function isComposite(value: unknown): value is Composite {
  return typeof value === 'object' && value !== null;
}

function haveSameKeys(before: Composite, after: Composite): boolean {
  const keys = Object.keys(after);
  return (
    Array.isArray(before) === Array.isArray(after) &&
    keys.length === Object.keys(before).length &&
    keys.every((key) => Object.hasOwn(before, key))
  );
}
