import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Names of modules in minified statements; `import(` loads later, and is none. */
const imported = /(?:\bfrom|\bimport)"(\.[^"]+)"/g;

/** Bytes of a script and of all that it imports before it runs. What it loads later is not counted. */
export function bytesAtStart(script: string, counted = new Set<string>()): number {
  if (counted.has(script)) return 0;
  counted.add(script);
  const content = readFileSync(script, 'utf8');
  return [...content.matchAll(imported)].reduce(
    (sum, [, name = '']) => sum + bytesAtStart(join(dirname(script), name), counted),
    Buffer.byteLength(content),
  );
}
