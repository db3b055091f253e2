// `npm test`: installs what is missing, then runs every step and counts. With names of steps as
// arguments it runs only those: `node test/run.mjs build buildTests unit`. Node's own modules only, since it
// starts before anything is installed; test/host and test/postgres install themselves where they are first needed.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installIfMissing, npm, root, run, runBeside } from './support/install.mjs';

const timeout = 30 * 60_000;

/** @typedef {import('./support/install.mjs').Command} Command */
/**
 * What a step's success counts for: one test, nothing but that the next can run, or what its tests report.
 * @typedef {{ command: Command, counts: 'one' | 'build' | 'tests' }} Step
 */
/** @typedef {{ title: string, seconds: number }} Took */
/** @typedef {{ passed: number, failed: number, failures: string[], slowest: Took[] }} Counts */

/** @type {(...args: string[]) => Command} */
const node = (...args) => [process.execPath, ...args];
/** @type {(timeoutMs: number, ...files: string[]) => Command} */
const mocha = (timeoutMs, ...files) => [
  ...node('node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/countingReporter.cjs'),
  ...['--parallel', '--jobs', '2', '--timeout', `${timeoutMs}`, ...files],
];

/** The journeys that take longest: they begin first, lest one of them should run on alone at the end. */
const longJourneys = ['onRecording', 'onServer', 'onDatabase', 'connecting', 'servers'];

/** @type {() => string[]} */
function journeys() {
  const first = longJourneys.map((name) => `${name}.test.ts`);
  const folder = join('test', 'ui', 'journeys');
  const others = readdirSync(join(root, folder)).filter((name) => !first.includes(name));
  return [...first, ...others]
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('out', folder, name.replace(/ts$/, 'js')));
}

/**
 * The stages follow each other. The lanes of a stage run side by side, where each alone would leave a core idle; the
 * steps of a lane follow each other.
 * @type {readonly (readonly Readonly<Record<string, Step>>[])[]}
 */
const stages = [
  [
    { lint: { command: npm('run', 'lint'), counts: 'one' } },
    { check: { command: npm('run', 'check'), counts: 'one' } },
    { format: { command: npm('run', 'format:check'), counts: 'one' } },
    {
      build: { command: node('esbuild.mjs'), counts: 'build' },
      buildTests: { command: node('esbuild.mjs', '--tests'), counts: 'build' },
      installHost: { command: node('out/test/host/install.js'), counts: 'build' },
      installPostgres: { command: node('out/test/postgres/install.js'), counts: 'build' },
    },
  ],
  [{ unit: { command: mocha(30_000, 'out/test/unit/**/*.test.js'), counts: 'tests' } }],
  [{ security: { command: mocha(30_000, 'out/test/security/**/*.test.js'), counts: 'tests' } }],
  [
    { integration: { command: node('out/test/integration/runIntegration.js'), counts: 'tests' } },
    {
      oldest: {
        command: node('out/test/integration/runIntegration.js', 'oldest'),
        counts: 'tests',
      },
    },
    {
      bench: {
        command: node('out/bench/main.js', 'store', '--scale', '0.1', '--smoke'),
        counts: 'tests',
      },
    },
  ],
  [{ ui: { command: mocha(90_000, ...journeys()), counts: 'tests' } }],
];

/**
 * What came of a step that is no suite of tests.
 * @type {(step: Step, ok: boolean) => Counts}
 */
function countOne({ command, counts }, ok) {
  const failures = ok ? [] : [command.join(' ')];
  return { passed: ok && counts === 'one' ? 1 : 0, failed: ok ? 0 : 1, failures, slowest: [] };
}

/**
 * What came of a step; a runner that crashed, reported nothing or ran nothing has one failure more.
 * @type {(step: Step, runs: (command: Command, env?: NodeJS.ProcessEnv) => Promise<boolean>) => Promise<Counts>}
 */
async function count(step, runs) {
  const { command, counts } = step;
  if (counts !== 'tests') return countOne(step, await runs(command));
  const folder = mkdtempSync(join(tmpdir(), 'test-result-'));
  const file = join(folder, 'result.json');
  const ok = await runs(command, { TEST_RESULT_FILE: file });
  /** @type {unknown} */
  const reported = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  rmSync(folder, { recursive: true });
  const {
    passed = 0,
    failed = 0,
    skipped = 0,
    failures = [],
    slowest = [],
  } = /** @type {Partial<Counts> & { skipped?: number }} */ (reported);
  const broken = (!ok && failed === 0) || passed + failed + skipped === 0;
  if (!broken) return { passed, failed, failures, slowest };
  const reason = `crashed, or executed no test: ${command.join(' ')}`;
  return { passed, failed: failed + 1, failures: [...failures, reason], slowest };
}

/** Where Linux has files in memory, and how much room there must be for those of all steps, bytes. */
const memory = { folder: '/dev/shm', room: 6 * 1024 ** 3 };

/**
 * Tests write many small files and sync them. In memory they do not wait for a disk, which on a busy machine takes as
 * long as all the rest. Where somebody chose a folder for temporary files, that is used.
 */
function keepTemporaryFilesInMemory() {
  if (process.env['TMPDIR'] || !existsSync(memory.folder)) return;
  const { bavail, bsize } = statfsSync(memory.folder);
  if (bavail * bsize < memory.room) return;
  const folder = mkdtempSync(join(memory.folder, 'tests-'));
  // Some of it is for programs of another user.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

const known = stages.flat().flatMap((lane) => Object.keys(lane));
const names = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  process.exit(1);
}
keepTemporaryFilesInMemory();
/** @type {Counts} */
const total = { passed: 0, failed: 0, failures: [], slowest: [] };
if (!installIfMissing()) {
  total.failed += 1;
  total.failures.push('the installation');
}
/** @type {Took[]} */
const took = [];
/** @type {(counts: Counts) => void} */
function add({ passed, failed, failures, slowest }) {
  total.passed += passed;
  total.failed += failed;
  total.failures.push(...failures);
  total.slowest.push(...slowest);
}

/**
 * Runs the steps of a lane, until one fails that the next are built by; true when none of those did. Alone in its stage,
 * its output is shown as it comes.
 * @type {(lane: readonly [name: string, step: Step][], alone: boolean) => Promise<boolean>}
 */
async function runLane(lane, alone) {
  for (const [name, step] of lane) {
    // What was built from files that are gone would still be run.
    if (name === 'buildTests') rmSync(join(root, 'out', 'test'), { recursive: true, force: true });
    const start = performance.now();
    const counts = await count(step, async (command, env = {}) =>
      alone ? run(command, { env, timeout }) : runBeside(command, { env, timeout }),
    );
    took.push({ title: name, seconds: (performance.now() - start) / 1000 });
    add(counts);
    if (counts.failed > 0 && step.counts === 'build') return false;
  }
  return true;
}

for (const stage of stages) {
  const lanes = stage
    .map((lane) => Object.entries(lane).filter(([name]) => names.includes(name)))
    .filter((lane) => lane.length > 0);
  const built = await Promise.all(lanes.map((lane) => runLane(lane, lanes.length === 1)));
  if (built.includes(false)) {
    total.failures.push('what follows was not run, since nothing was built');
    break;
  }
}
/** @type {(what: string, rows: readonly Took[]) => void} */
function tell(what, rows) {
  if (rows.length === 0) return;
  console.log(`\n${what}, in seconds:`);
  for (const { title, seconds } of rows.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10))
    console.log(`${seconds.toFixed(1).padStart(7)}  ${title}`);
}
tell('The steps', took);
tell('The slowest tests', total.slowest);
// Once more at the end, where they are found.
for (const failure of total.failures) console.log(`failed: ${failure}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
