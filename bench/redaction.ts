import { redact } from '../src/mockforge/redaction';
import type { BenchRow } from './benchRow';

const requestBytes = 129_000;
const rounds = 15;

/**
 * What a recorder told of a refused request is searched for what the request held; beside it the same with a request
 * and a message half as long, which is what shows how the time grows.
 */
export function redactionRows(): BenchRow[] {
  const shapes: readonly (readonly [string, (bytes: number) => readonly [string, string]])[] = [
    ['129 kB of words', wordsOf],
    ['129 kB of one letter', (bytes) => [repeated(bytes), JSON.stringify(['a'.repeat(bytes)])]],
    ['129 kB of values that are all in it', growingValues],
  ];
  return shapes.map(([name, inputOf]) => {
    const [ours, half] = fastest([inputOf(requestBytes), inputOf(requestBytes / 2)]);
    const ratio = ours / half;
    return {
      name: `redact ${name}, ms (peer: half of it)`,
      ours,
      peer: half,
      ratio,
      limit: 'at most 2.5 times the half, or 20 ms',
      holds: ratio <= 2.5 || ours <= 20,
    };
  });
}

/** A message that quotes a body whole, and the body. */
function wordsOf(bytes: number): readonly [string, string] {
  const words = Array.from({ length: bytes / 12 }, (_, i) => `secret${i}`.padEnd(9, 'x'));
  const body = JSON.stringify(words);
  return [`${body} is not valid`, body];
}

function repeated(bytes: number): string {
  return `${'a'.repeat(bytes)} is not valid`;
}

/** Each value is one letter longer than the one before. */
function growingValues(bytes: number): readonly [string, string] {
  const values: string[] = [];
  for (let size = 0, length = 3; size < bytes; size += length++) values.push('a'.repeat(length));
  return [repeated(bytes), JSON.stringify(values)];
}

/** Best times of both, ms, taking turns. */
function fastest(
  inputs: readonly [readonly [string, string], readonly [string, string]],
): [number, number] {
  const times: [number, number] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    for (const which of [0, 1] as const) {
      const [message, body] = inputs[which];
      const start = performance.now();
      redact(message, [body], {});
      times[which] = Math.min(times[which], performance.now() - start);
    }
  }
  return times;
}
