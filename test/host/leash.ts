/**
 * `node leash.js FOLDER COMMAND [ARGUMENT...]` runs a command for as long as its own standard input
 * stays open, then ends it with everything it started and removes its temporary folder.
 *
 * The kernel closes that pipe when whoever holds the other end goes, however it goes, so a crash,
 * a SIGKILL or Ctrl+C leaves neither processes nor folders behind.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
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
  while (isRunning() && performance.now() < deadline) {
    await delay(20);
  }
  signal('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

/**
 * Whether any process of the group still runs. Who has ended and waits only for the first process of the machine to
 * collect its exit code, which in a container may take seconds, does not.
 */
function isRunning(): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && runsInGroup(name));
}

/** By the state and the group behind the program's name, which may hold any character (proc(5), /proc/pid/stat). */
function runsInGroup(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , inGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(inGroup) === child.pid && state !== 'Z';
  } catch {
    return false;
  }
}

function signal(name: NodeJS.Signals): void {
  try {
    if (group !== undefined) process.kill(group, name);
  } catch {
    // All have gone by themselves.
  }
}
