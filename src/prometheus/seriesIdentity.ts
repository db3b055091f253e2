import type { Labels } from './seriesTable';

const OFFSET_BASIS = 0x811c9dc5;
const OTHER_BASIS = 0x9747b28c;
const PRIME = 0x01000193;
/** What lies between two parts of what is hashed: no byte of UTF-8 and no UTF-16 unit of valid text. */
const SEPARATOR = 0xffff;

/**
 * A number that stands for a series: equal for the same name and labels in any order, where a label without a
 * value is none (Prometheus' data model) and bounds of buckets are compared as numbers. Of 53 bits, so that
 * two of 100,000 series share one once in a million bodies.
 */
export function seriesIdentity(name: string, labels: Labels): number {
  let low = hash(name, '', OFFSET_BASIS);
  let high = hash(name, '', OTHER_BASIS);
  for (const [label, text] of labels) {
    if (text === '') continue;
    const value = label === 'le' ? boundText(text) : text;
    // A sum, since the order of labels says nothing.
    low = (low + hash(label, value, OFFSET_BASIS)) >>> 0;
    high = (high + hash(label, value, OTHER_BASIS)) >>> 0;
  }
  return (high & 0x1f_ffff) * 2 ** 32 + low;
}

/** `1` and `1.0` are one bound, whichever way a server writes it. */
function boundText(text: string): string {
  const bound = text === '+Inf' ? Infinity : Number(text);
  return Number.isNaN(bound) ? text : String(bound);
}

/** FNV-1a of the UTF-16 units, from a basis of one's own, with a last mixing for the sum. */
function hash(first: string, second: string, basis: number): number {
  let state = basis;
  for (let i = 0; i < first.length; i++) state = step(state, first.charCodeAt(i));
  state = step(state, SEPARATOR);
  for (let i = 0; i < second.length; i++) state = step(state, second.charCodeAt(i));
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return (state ^ (state >>> 13)) >>> 0;
}

function step(state: number, unit: number): number {
  return Math.imul(state ^ unit, PRIME);
}
