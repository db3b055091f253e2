import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { repositoryRoot } from '../support/repository';
import { editorPaths, type Edition } from './hostPackages';
import { workbenchUrl, type WorkbenchTarget } from './workbenchUrl';

/** VS Code settings by their dotted names. */
export type Settings = Readonly<Record<string, unknown>>;

export interface HostedVsCodeOptions {
  /** The newest when left out. */
  readonly edition?: Edition;
  /** User settings on top of the quiet defaults; a change to their file goes unnoticed later. */
  readonly settings?: Settings;
  /** Packaged extensions to install before the start. */
  readonly vsix?: readonly string[];
  /**
   * Whether tests drive it: with their driver it honours what a target names beside its folder, and hides the
   * notifications that pop up. By default it is so.
   */
  readonly isDriven?: boolean;
  /** Added to the environment of the server, and so to the extension host's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A running server of VS Code, good for any number of tabs. */
export interface HostedVsCode {
  /** A folder of its own, for whatever should go with it. */
  readonly scratch: string;
  /** The address at which a browser shows the target, with the token that lets it in. */
  url(target: WorkbenchTarget): string;
  /** Resolves when all its processes have ended and its folders are gone. */
  stop(): Promise<void>;
}

/** Nothing that greets, advises, looks for a network, or closes a question because a webview takes the focus. */
const quietSettings: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.quickOpen.closeOnFocusLost': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const startLimitMs = 30_000;

/**
 * Starts VS Code's server on a free port of the loopback interface with folders of its own, which
 * are removed at the end. `installHostPackages` comes first. Whoever gets in can run programs as this
 * person, so only a token lets in; it is in no list of processes.
 * It ends with this process at the latest, however this process ends.
 * @throws Error with the server's last words when it does not start, or the .vsix does not install.
 */
export async function startHostedVsCode(options: HostedVsCodeOptions = {}): Promise<HostedVsCode> {
  const scratch = mkdtempSync(join(tmpdir(), 'hosted-vscode-'));
  const userFolder = join(scratch, 'user', 'User');
  mkdirSync(userFolder, { recursive: true });
  const settings = { ...quietSettings, ...options.settings };
  writeFileSync(join(userFolder, 'settings.json'), JSON.stringify(settings, null, 2));

  const { node, server } = editorPaths(options.edition ?? 'newest');
  const places = [
    ...['--server-data-dir', join(scratch, 'server')],
    ...['--user-data-dir', join(scratch, 'user')],
    ...['--extensions-dir', join(scratch, 'extensions')],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
  ];
  // Without a gallery nothing asks for extensions over the network.
  const env = { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{}', ...options.env };
  if (options.vsix !== undefined) {
    const wanted = options.vsix.flatMap((vsix) => ['--install-extension', vsix]);
    const install = [server, ...places, ...wanted];
    await promisify(execFile)(node, install, { env }).catch((error: unknown) => {
      rmSync(scratch, { recursive: true, force: true });
      throw error;
    });
  }
  const token = randomBytes(16).toString('hex');
  const tokenFile = join(scratch, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const leashed = spawn(
    process.execPath,
    [
      ...[join(repositoryRoot(), 'out', 'test', 'host', 'leash.js'), scratch],
      ...[node, server, ...places],
      ...['--host', '127.0.0.1', '--port', '0'],
      ...((options.isDriven ?? true) ? ['--enable-smoke-test-driver'] : []),
      ...['--connection-token-file', tokenFile],
    ],
    // Detached, so that Ctrl+C in a terminal reaches this process only and the leash can clean up.
    { detached: true, env, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const port = await listeningPort(leashed);
  return {
    scratch,
    url: (target) => workbenchUrl(port, target, token),
    stop: async () => {
      if (leashed.exitCode === null) {
        leashed.stdin.end();
        await once(leashed, 'exit');
      }
    },
  };
}

/** Without what a surrounding VS Code or debugger put there for its own children. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** The port that the server chose; its output goes on being read, lest a full pipe should stop it. */
async function listeningPort(
  server: ChildProcessByStdio<Writable, Readable, Readable>,
): Promise<number> {
  let said = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      server.stdin.end();
      reject(new Error(`The hosted VS Code ${why}:\n${said.slice(-2000)}`));
    };
    const limit = setTimeout(fail, startLimitMs, `was not up after ${startLimitMs} ms`);
    const listen = (text: string): void => {
      said += text;
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) {
        clearTimeout(limit);
        server.stdout.off('data', listen).resume();
        server.stderr.off('data', listen).resume();
        resolve(Number(port));
      }
    };
    server.stdout.setEncoding('utf8').on('data', listen);
    server.stderr.setEncoding('utf8').on('data', listen);
    server.once('exit', () => {
      clearTimeout(limit);
      fail('ended at its start');
    });
  });
}
