import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from '../support/repository';
import { startHostedVsCode, type HostedVsCode } from './hostedVsCode';
import { hostedVsCodeSupported, installHostPackages } from './hostPackages';
import { demoExtension, packageExtension } from './packageExtension';
import { ShortAddress } from './shortAddress';

/** What to show; paths absolute. */
export interface PersonalWorkbench {
  readonly folder: string;
  /** Printed below where to open it. */
  readonly whatToDo: string;
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
  console.log(wanted.whatToDo);
  console.log('Ctrl+C ends it.');
  await interrupted;
  clearInterval(stayAlive);
  await hosted?.stop();
}

function openDesktop(code: string, { folder }: PersonalWorkbench): void {
  const args = [
    ...[repositoryRoot(), demoExtension].map((path) => `--extensionDevelopmentPath=${path}`),
    folder,
  ];
  console.log('Your VS Code opens.');
  // Windows starts a .cmd file only through its shell, which splits at spaces.
  const shell = process.platform === 'win32';
  const quote = (part: string): string => (shell ? `"${part}"` : part);
  spawn(quote(code), args.map(quote), { stdio: 'inherit', shell });
}

async function openHosted({
  folder,
  scratch,
}: PersonalWorkbench): Promise<Pick<HostedVsCode, 'stop'>> {
  if (!hostedVsCodeSupported()) {
    throw new Error('No `code` on the PATH, and the hosted VS Code runs on Linux x64 only.');
  }
  await installHostPackages();
  const vsix = ['extension.vsix', 'demo.vsix'].map((name) => join(scratch, name));
  const [extension = '', demo = ''] = vsix;
  packageExtension(extension);
  packageExtension(demo, demoExtension);
  const hosted = await startHostedVsCode({ vsix, isDriven: false });
  const door = await ShortAddress.to(hosted.url({ folder }));
  console.log(`Open ${door.url} in your browser.`);
  return {
    stop: async () => {
      await door.close();
      await hosted.stop();
    },
  };
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
