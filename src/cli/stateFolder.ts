import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder of what outlives a process on this machine, where systems have it: XDG_STATE_HOME
 * (https://specifications.freedesktop.org/basedir-spec), on Windows LOCALAPPDATA, on macOS Library. It need not be there.
 */
export function stateFolder(
  system: string = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const { LOCALAPPDATA: windows, XDG_STATE_HOME: linux } = environment;
  const home = homedir();
  const states =
    system === 'win32'
      ? windows || join(home, 'AppData', 'Local')
      : linux || join(home, ...(system === 'darwin' ? macFolder : ['.local', 'state']));
  return join(states, 'mockforge-analytics');
}

const macFolder = ['Library', 'Application Support'];
