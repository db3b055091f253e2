/**
 * `node leash.js FOLDER COMMAND [ARGUMENT...]` runs a command for as long as its own standard input
 * stays open, then ends it with everything it started and removes its temporary folder.
 *
 * The kernel closes that pipe when whoever holds the other end goes, however it goes, so a crash,
 * a SIGKILL or Ctrl+C leaves neither processes nor folders behind.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** How long the others get to leave after the command, so that extensions can still deactivate. */
const graceMs = 3000;

const [folder, command, ...args] = process.argv.slice(2) as [string, string, ...string[]];
const child = spawn(command, args, {
  // A group of its own, so that one signal reaches the whole tree and spares the leash.
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit'],
});
const group = child.pid === undefined ? undefined : -child.pid;

process.stdin.on('end', () => void end()).resume();
child.on('error', () => void end());
child.on('exit', () => void end());

async function end(): Promise<void> {
  const deadline = performance.now() + graceMs;
  child.kill();
  while (signal(0) && performance.now() < deadline) {
    await delay(20);
  }
  signal('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

/** Whether any process of the group was there to receive it. */
function signal(name: NodeJS.Signals | 0): boolean {
  try {
    return group !== undefined && process.kill(group, name);
  } catch {
    return false;
  }
}
