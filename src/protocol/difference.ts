/** What makes one JSON value into another: the other one, or what is other within it, by key or index. */
export type Difference =
  { readonly to: unknown } | { readonly within: Readonly<Record<string, Difference>> };

/** The difference of two JSON values; null without one. Lists that differ in length or for the most part are told whole. */
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

/** The value that a difference makes of the one before; what is the same in both is the same object. */
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
