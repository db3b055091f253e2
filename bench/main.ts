import { parseArgs } from 'node:util';
import type { BenchRow } from './benchRow';
import { benchKills } from './kill.bench';
import { benchScanner } from './scanner.bench';
import { benchStore } from './store.bench';
import { benchTick } from './tick.bench';

/** The benchmarks by the name under which `npm run bench -- NAME` runs them; each takes the scale. */
const benches: Readonly<Record<string, (scale: number) => Promise<BenchRow[]>>> = {
  scanner: benchScanner,
  tick: benchTick,
  store: benchStore,
  kill: benchKills,
};

/**
 * Runs the named benchmarks, or all; prints a table and the rows as JSON. `--scale x` makes databases and numbers of
 * rounds so many times as large. Exit code 1 when a limit is not held.
 */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals: names } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { scale: { type: 'string', default: '1' } },
  });
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    console.error(
      `No benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`,
    );
    process.exitCode = 2;
    return;
  }
  const rows: BenchRow[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length === 0 || names.includes(name))
      rows.push(...(await bench(Number(values.scale))));
  }
  console.table(
    rows.map(({ name, ours, peer, ratio, limit, holds }) => ({
      name,
      ours: rounded(ours),
      peer: rounded(peer),
      ratio: rounded(ratio),
      limit,
      holds,
    })),
  );
  console.log(JSON.stringify(rows));
  process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
}

function rounded(value: number | undefined): number | string {
  return value === undefined ? '' : Number(value.toPrecision(3));
}

void main(process.argv.slice(2));
