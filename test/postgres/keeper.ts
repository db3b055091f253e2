/**
 * `node keeper.js FOLDER UID GID COMMAND [ARGUMENT...]` waits until its channel to the parent ends, then runs the command, which
 * stops a server, and removes the folder. UID and GID are those of the command, -1 for one's own.
 *
 * The system closes that channel when whoever holds the other end goes, however it goes, so that tests that crash or are
 * killed leave no server behind.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder, uid, gid, command, ...args] = process.argv.slice(2) as [
  ...[string, string, string, string],
  ...string[],
];

process.once('disconnect', () => {
  const user = uid === '-1' ? {} : { uid: Number(uid), gid: Number(gid) };
  spawnSync(command, args, { stdio: 'ignore', ...user });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
