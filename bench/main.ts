import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchRow } from './benchRow';
import { benchBudgets } from './budgets.bench';
import { benchDashboard } from './dashboard.bench';
import { benchDefinitions } from './definitions.bench';
import { benchKills } from './kill.bench';
import { makeLoadFile } from './load/loadFile';
import { benchScanner } from './scanner.bench';
import { benchStore } from './store.bench';
import { benchTargets } from './targets.bench';
import { benchTeam } from './team.bench';
import { benchTick } from './tick.bench';
import { benchUi } from './ui.bench';

/** The benchmarks by the name under which `npm run bench -- NAME` runs them. */
const benches: Readonly<Record<string, (scale: number, isSmoke: boolean) => Promise<BenchRow[]>>> =
  {
    scanner: benchScanner,
    tick: benchTick,
    targets: benchTargets,
    store: benchStore,
    dashboard: benchDashboard,
    kill: benchKills,
    team: benchTeam,
    definitions: benchDefinitions,
    budgets: benchBudgets,
    ui: benchUi,
  };

const options = {
  scale: { type: 'string', default: '1' },
  smoke: { type: 'boolean', default: false },
  file: { type: 'string' },
  seed: { type: 'string', default: '1' },
} as const;

/**
 * Runs the named benchmarks, or all; prints a table and the rows as JSON. `--scale x` makes databases and numbers of
 * rounds so many times as large. Exit code 1 when a limit is not held; `--smoke` only looks whether everything runs, in
 * few rounds and without limits, and is one test of `npm test`: skipped where there is nothing to measure with.
 *
 * `load --scale x --file F` writes a database with that share of the full load, to try things on.
 */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const scale = Number(values.scale);
  if (positionals[0] === 'load') await writeLoadFile(scale, Number(values.seed), values.file);
  else await runBenches(positionals, scale, values.smoke);
}

async function writeLoadFile(scale: number, seed: number, file?: string): Promise<void> {
  if (file === undefined) {
    console.error('Say where to: npm run bench -- load --scale 0.1 --file /tmp/load.sqlite');
    process.exitCode = 2;
    return;
  }
  const milliseconds = await makeLoadFile(file, { scale, seed });
  console.log(`Wrote ${file} in ${Math.round(milliseconds / 1000)} s.`);
}

async function runBenches(
  names: readonly string[],
  scale: number,
  isSmoke: boolean,
): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    const known = Object.keys(benches).join(', ');
    console.error(`No benchmark ${unknown.join(', ')}; there are ${known}; and load.`);
    process.exitCode = 2;
    return;
  }
  const rows: BenchRow[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    rows.push(...(await bench(scale, isSmoke)).map(measured));
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
  process.exitCode = isSmoke || rows.every(({ holds }) => holds) ? 0 : 1;
  const { TEST_RESULT_FILE: resultFile } = process.env;
  const result = rows.length > 0 ? { passed: 1 } : { skipped: 1 };
  if (resultFile !== undefined) writeFileSync(resultFile, JSON.stringify(result));
}

/** What measured nothing holds nothing. */
function measured(row: BenchRow): BenchRow {
  const figures = [row.ours, ...(row.peer === undefined ? [] : [row.peer])];
  return figures.every(Number.isFinite) ? row : { ...row, limit: 'measured nothing', holds: false };
}

function rounded(value: number | undefined): number | string {
  return value === undefined ? '' : Number(value.toPrecision(3));
}

void main(process.argv.slice(2));
