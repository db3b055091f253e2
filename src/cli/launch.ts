import { join } from 'node:path';

/** How a program is started. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** Whether the arguments stand in the command line as they are, which only Windows knows. */
  readonly windowsVerbatimArguments: boolean;
}

/** What the Command Prompt obeys, also within quotes that are written with a caret. */
const obeyed = /[()%!^"<>&|;,*?[\]` ]/g;

/**
 * How a command is started on a platform, as Node names it. Elsewhere than on Windows that is as it stands. On Windows npm
 * and most tools are scripts (`npm.cmd`), which only the Command Prompt runs and finds by their short name.
 * @param env where Windows says what its Command Prompt is
 */
export function launchOf(
  [file = '', ...args]: readonly string[],
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): Launch {
  if (platform !== 'win32' || /\.(?:exe|com)$/i.test(file)) {
    return { file, args, windowsVerbatimArguments: false };
  }
  const line = [file.replaceAll(obeyed, '^$&'), ...args.map(promptWord)].join(' ');
  return {
    file:
      env['ComSpec'] ?? join(env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32', 'cmd.exe'),
    args: ['/d', '/s', '/c', `"${line}"`],
    windowsVerbatimArguments: true,
  };
}

/**
 * One word for a program behind the Command Prompt: quoted as programs read their command line, with a caret before
 * whatever the prompt would obey. What a script passes on is then in quotes, where the prompt obeys little.
 */
function promptWord(word: string): string {
  const quoted = word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\*)$/, '$1$1');
  return `"${quoted}"`.replaceAll(obeyed, '^$&');
}
