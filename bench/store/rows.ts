import type { BenchRow } from '../benchRow';
import type { OfSides } from './sideProtocol';

/** Native SQLite as durable as the store. It is built into Node, so that a fresh machine need not compile one. */
const native = 'node:sqlite, WAL, synchronous=FULL';

/** A row in which less is better, and ours may be so many times the peer's. */
export function compared(name: string, { ours, peer }: OfSides<number>, times: number): BenchRow {
  return timesPeer(name, native, { ours, peer }, times);
}

/** As compared, beside a peer of that name. */
export function timesPeer(
  name: string,
  peerName: string,
  { ours, peer }: OfSides<number>,
  times: number,
): BenchRow {
  const limit = `at most ${times} times the peer`;
  return { ...besides(name, peerName, { ours, peer }), limit, holds: ours <= times * peer };
}

/** A row in which ours may be so much, whatever the peer's is. */
export function limited(name: string, { ours, peer }: OfSides<number>, most: number): BenchRow {
  return {
    ...besides(name, native, { ours, peer }),
    limit: `at most ${most}`,
    holds: ours <= most,
  };
}

/** A row that nothing is asked of. */
export function told(name: string, values: OfSides<number>): BenchRow {
  return { ...besides(name, native, values), limit: 'none', holds: true };
}

/** A row without a peer. */
export function alone(name: string, ours: number, most = Infinity): BenchRow {
  const limit = most === Infinity ? 'none' : `at most ${most}`;
  return { name, ours, limit, holds: ours <= most };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function besides(
  name: string,
  peerName: string,
  { ours, peer }: OfSides<number>,
): Pick<BenchRow, 'name' | 'ours' | 'peer' | 'ratio'> {
  return { name: `${name} (peer: ${peerName})`, ours, peer, ratio: ours / peer };
}
