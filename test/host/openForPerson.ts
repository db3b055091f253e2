import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from '../support/repository';
import { startHostedVsCode, type HostedVsCode } from './hostedVsCode';
import { hostedVsCodeSupported, installHostPackages } from './hostPackages';
import { packageExtension } from './packageExtension';

/** What to show; paths absolute. */
export interface PersonalWorkbench {
  readonly folder: string;
  /** A folder that goes away when it is over. */
  readonly scratch: string;
}

/**
 * Opens the folder in VS Code: where `code` is on the PATH, in the person's own, with the extension in development
 * mode; else in a hosted one, with the packaged extension, at an address that is printed. Resolves after Ctrl+C.
 * @throws Error when there is no `code` and the hosted VS Code cannot run here or does not start.
 */
export async function openForPerson(wanted: PersonalWorkbench): Promise<void> {
  const interrupted = once(process, 'SIGINT');
  const stayAlive = setInterval(() => undefined, 60_000);
  const code = onPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  const hosted = code === undefined ? await openHosted(wanted) : undefined;
  if (code !== undefined) {
    openDesktop(code, wanted);
  }
  console.log('Ctrl+C ends it.');
  await interrupted;
  clearInterval(stayAlive);
  await hosted?.stop();
}

function openDesktop(code: string, { folder }: PersonalWorkbench): void {
  const args = [`--extensionDevelopmentPath=${repositoryRoot()}`, folder];
  // Windows starts a .cmd file only through its shell, which splits at spaces.
  const shell = process.platform === 'win32';
  const quote = (part: string): string => (shell ? `"${part}"` : part);
  spawn(quote(code), args.map(quote), { stdio: 'inherit', shell });
}

async function openHosted({ folder, scratch }: PersonalWorkbench): Promise<HostedVsCode> {
  if (!hostedVsCodeSupported()) {
    throw new Error('No `code` on the PATH, and the hosted VS Code runs on Linux x64 only.');
  }
  await installHostPackages();
  const vsix = join(scratch, 'extension.vsix');
  packageExtension(vsix);
  const hosted = await startHostedVsCode({ vsix, isDriven: false });
  const address = hosted.url({ folder });
  console.log(`No \`code\` on the PATH. VS Code waits for your browser at\n${address}`);
  return hosted;
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
