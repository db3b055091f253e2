// `npm test`: installs what is missing, then runs every step and counts. With names of steps as
// arguments it runs only those: `node test/run.mjs build buildTests unit`. Node's own modules only, since it
// starts before anything is installed; test/host installs itself where VS Code is first needed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installIfMissing, npm, root, run } from './support/install.mjs';

const timeout = 30 * 60_000;

/** @typedef {import('./support/install.mjs').Command} Command */
/**
 * What a step's success counts for: one test, nothing but that the next can run, or what its tests report.
 * @typedef {{ command: Command, counts: 'one' | 'build' | 'tests' }} Step
 */
/** @typedef {{ title: string, seconds: number }} SlowTest */
/** @typedef {{ passed: number, failed: number, failures: string[], slowest: SlowTest[] }} Counts */

/** @type {(...args: string[]) => Command} */
const node = (...args) => [process.execPath, ...args];
/** @type {(folder: string, timeoutMs: number) => Command} */
const mocha = (folder, timeoutMs) => [
  ...node('node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/countingReporter.cjs'),
  ...['--parallel', '--jobs', '2', '--timeout', `${timeoutMs}`, `out/test/${folder}/**/*.test.js`],
];

/** @type {Readonly<Record<string, Step>>} */
const steps = {
  check: { command: npm('run', 'check'), counts: 'one' },
  lint: { command: npm('run', 'lint'), counts: 'one' },
  format: { command: npm('run', 'format:check'), counts: 'one' },
  build: { command: node('esbuild.mjs'), counts: 'build' },
  buildTests: { command: node('esbuild.mjs', '--tests'), counts: 'build' },
  installHost: { command: node('out/test/host/install.js'), counts: 'build' },
  // Shows how much of the product the unit tests reach; `npm run coverage` shows it by file.
  unit: {
    command: [...node('node_modules/c8/bin/c8.js'), ...mocha('unit', 30_000)],
    counts: 'tests',
  },
  security: { command: mocha('security', 30_000), counts: 'tests' },
  integration: { command: node('out/test/integration/runIntegration.js'), counts: 'tests' },
  ui: { command: mocha('ui', 90_000), counts: 'tests' },
  bench: {
    command: node('out/bench/main.js', 'store', '--scale', '0.1', '--smoke'),
    counts: 'one',
  },
};

/**
 * What came of a step; a runner that crashed, reported nothing or ran nothing has one failure more.
 * @type {(step: Step) => Counts}
 */
function count({ command, counts }) {
  if (counts !== 'tests') {
    const ok = run(command, { timeout });
    const failures = ok ? [] : [command.join(' ')];
    return { passed: ok && counts === 'one' ? 1 : 0, failed: ok ? 0 : 1, failures, slowest: [] };
  }
  const folder = mkdtempSync(join(tmpdir(), 'test-result-'));
  const file = join(folder, 'result.json');
  const ok = run(command, { timeout, env: { TEST_RESULT_FILE: file } });
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

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
const unknown = names.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}.`);
  process.exit(1);
}
/** @type {Counts} */
const total = { passed: 0, failed: 0, failures: [], slowest: [] };
if (!installIfMissing()) {
  total.failed += 1;
  total.failures.push('the installation');
}
for (const [name, step] of Object.entries(steps)) {
  if (!names.includes(name)) continue;
  // What was built from files that are gone would still be run.
  if (name === 'buildTests') rmSync(join(root, 'out', 'test'), { recursive: true, force: true });
  const { passed, failed, failures, slowest } = count(step);
  total.passed += passed;
  total.failed += failed;
  total.failures.push(...failures);
  total.slowest.push(...slowest);
  if (failed > 0 && step.counts === 'build') {
    total.failures.push('what follows was not run, since nothing was built');
    break;
  }
}
if (total.slowest.length > 0) {
  console.log('\nThe slowest tests, in seconds:');
  for (const { title, seconds } of total.slowest.sort((a, b) => b.seconds - a.seconds).slice(0, 10))
    console.log(`${seconds.toFixed(1).padStart(7)}  ${title}`);
}
// Once more at the end, where they are found.
for (const failure of total.failures) console.log(`failed: ${failure}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
