// `npm start`: installs what is missing, builds, and hands over to start.ts. Node's own modules only.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installIfMissing, root, run } from '../support/install.mjs';

const node = process.execPath;
const ready =
  installIfMissing() && run([node, 'esbuild.mjs']) && run([node, 'esbuild.mjs', '--tests']);
if (ready) {
  const program = join(root, 'out', 'test', 'host', 'start.js');
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl+C reaches both; the program cleans up and decides when it is over.
  process.on('SIGINT', () => undefined);
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.exitCode = 1;
}
