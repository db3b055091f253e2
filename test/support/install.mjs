import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, absolute. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {readonly [program: string, ...args: string[]]} Command */

/**
 * A command that runs npm.
 * @type {(...args: string[]) => Command}
 */
export function npm(...args) {
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args];
}

/**
 * Runs a command in the checkout with its output shown; true when it succeeded within `timeout` ms.
 * @type {(command: Command, options?: { env?: NodeJS.ProcessEnv, timeout?: number }) => boolean}
 */
export function run([command, ...args], { env = {}, timeout } = {}) {
  console.log(`\n> ${[command, ...args].join(' ')}`);
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout,
    // Only so does Windows start npm.
    shell: command === 'npm.cmd',
  });
  if (status !== 0) console.error(`Failed: ${error?.message ?? signal ?? `exit code ${status}`}.`);
  return status === 0;
}

/**
 * As `run`, with others at the same time: the output is shown when it has ended.
 * @type {(command: Command, options: { env?: NodeJS.ProcessEnv, timeout: number }) => Promise<boolean>}
 */
export async function runBeside([command, ...args], { env = {}, timeout }) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    // Only so does Windows start npm.
    shell: command === 'npm.cmd',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      said += text;
    });
  }
  /** @type {string} */
  const outcome = await new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(signal ?? `exit code ${code}`);
    });
  });
  console.log(`\n> ${[command, ...args].join(' ')}\n${said}`);
  if (outcome !== 'exit code 0') console.error(`Failed: ${outcome}.`);
  return outcome === 'exit code 0';
}

/**
 * Installs the packages of the lock file unless they are there.
 * @returns {boolean} true when they are
 */
export function installIfMissing() {
  return installed() || run(npm('ci', '--ignore-scripts'));
}

/** npm writes its own copy of the lock file last, so an older one means an old or broken install. */
function installed() {
  const copy = join(root, 'node_modules', '.package-lock.json');
  return (
    existsSync(copy) && statSync(copy).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  );
}
