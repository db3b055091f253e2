/** Letters that may be wrong in a name for it to be recognised. */
const mostErrors = 2;

/**
 * The name that was probably meant by one that is none: the one with the fewest letters wrong, missing or swapped, two
 * at most; else one that has a part of it (`metrics-url` of `url`); else one that is a short form of it, or of which it
 * is one (`db` and `database`). Undefined where none is like it.
 */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const letters = word.toLowerCase();
  const parts = letters.split('-');
  const [nearest] = names
    .map((name) => ({ name, errors: distance(letters, name.toLowerCase()) }))
    .filter(({ name, errors }) => errors <= Math.min(mostErrors, name.length / 2))
    .sort((a, b) => a.errors - b.errors);
  return (
    nearest?.name ??
    names.find((name) => name.split('-').some((part) => parts.includes(part))) ??
    names.find((name) => isShortFormOf(letters, name) || isShortFormOf(name, letters))
  );
}

/** Whether a word has the first letter of a longer one, and others of it in their order. */
function isShortFormOf(short: string, long: string): boolean {
  if (short === '' || short[0] !== long[0]) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

/** How many letters have to be changed, left out, put in or swapped with the next to make one of the other. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = from[i - 1] === to[j - 1] ? 0 : 1;
      const costs = [at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + change];
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isSwap) costs.push(at(beforeLast, j - 2) + 1);
      row.push(Math.min(...costs));
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
