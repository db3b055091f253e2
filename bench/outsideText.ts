import { RouteTable } from '../src/domain/routeTable';
import { parseUserAgent } from '../src/domain/userAgent';
import { jsonOrUndefined } from '../src/mockforge/logRow';
import { redact } from '../src/mockforge/redaction';
import type { BenchRow } from './benchRow';

const bytes = 129_000;
const rounds = 15;
/** Below this nobody notices, whatever the ratio of two short times is, ms. */
const unnoticed = 20;

/** What is done with a text from outside, on one of so many bytes. */
type Work = (size: number) => () => void;

const works: Readonly<Record<string, Work>> = {
  'redact words of the request': (size) => {
    const words = Array.from({ length: size / 12 }, (_, i) => `secret${i}`.padEnd(9, 'x'));
    return redacting(JSON.stringify(words), JSON.stringify(words));
  },
  'redact one letter': (size) => redacting('a'.repeat(size), JSON.stringify(['a'.repeat(size)])),
  'redact values that lie in one another': (size) => {
    const values: string[] = [];
    for (let all = 0, length = 3; all < size; all += length++) values.push('a'.repeat(length));
    return redacting('a'.repeat(size), JSON.stringify(values));
  },
  'read a user agent of versions': (size) => agentOf('Version/1 ', size),
  'read a user agent of digits': (size) => agentOf('1', size, 'Version/'),
  'name a path of slashes': (size) => {
    const routes = new RouteTable([{ method: 'GET', template: '/{a}/{b}' }]);
    return () => routes.nameOf('/'.repeat(size));
  },
  'name a path of braces': (size) => {
    const routes = new RouteTable([]);
    return () => routes.nameOf(`/${'{'.repeat(size)}`);
  },
  'refuse JSON that nests': (size) => () => jsonOrUndefined('['.repeat(size)),
};

/**
 * What a server, or a client of it, can send as a text that is read on the extension host: 129 kB made to take long.
 * Beside it half of the same, which is what shows how the time grows.
 */
export function outsideTextRows(): BenchRow[] {
  return Object.entries(works).map(([name, work]) => {
    const [ours, half] = fastest(work(bytes), work(bytes / 2));
    const ratio = ours / half;
    return {
      name: `${name}, 129 kB, ms (peer: half of it)`,
      ours,
      peer: half,
      ratio,
      limit: `at most 2.5 times the half, or ${unnoticed} ms`,
      holds: ratio <= 2.5 || ours <= unnoticed,
    };
  });
}

function redacting(message: string, body: string): () => void {
  return () => {
    redact(`${message} is not valid`, [body], {});
  };
}

function agentOf(part: string, size: number, before = ''): () => void {
  const agent = `Mozilla/5.0 ${before}${part.repeat(size / part.length)}`;
  return () => {
    parseUserAgent(agent);
  };
}

/** Best times of both, ms, taking turns. */
function fastest(whole: () => void, half: () => void): [number, number] {
  const best: [number, number] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    best[0] = Math.min(best[0], millisecondsOf(whole));
    best[1] = Math.min(best[1], millisecondsOf(half));
  }
  return best;
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
