import type { Outline, OutlineScalar } from './outline';

/** Values in one that are read at most, and how deep: aliases can make very much of a short text. */
const mostValues = 5000;
const deepest = 50;

/** What a whole outline says as JSON has it; undefined where that is very much. */
export function plainValue(outline: Outline | null): unknown {
  let left = mostValues;
  const read = (node: Outline | null, depth: number): unknown => {
    left = depth > deepest ? 0 : left - 1;
    if (left <= 0) return undefined;
    if (node === null) return null;
    if (node.kind === 'scalar') return scalarValue(node);
    if (node.kind === 'sequence') return node.items.map((item) => read(item, depth + 1));
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, read(value, depth + 1)]));
  };
  const value = read(outline, 0);
  return left <= 0 ? undefined : value;
}

/** What a scalar says, as JSON and YAML's core schema read it. */
function scalarValue({ text, isQuoted }: OutlineScalar): string | number | boolean | null {
  if (isQuoted) return text;
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^(?:[-+]?\d+|0x[\da-fA-F]+|0o[0-7]+)$/.test(text) || isDecimal(text)) {
    const number = Number(text);
    // A number that JSON cannot hold.
    return Number.isFinite(number) ? number : text;
  }
  return text;
}

function isDecimal(text: string): boolean {
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text);
}
