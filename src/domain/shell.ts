/** How a command is written for a shell that people type into. */
export interface Shell {
  readonly quoting: 'posix' | 'powershell';
  /** How curl is called there: in Windows PowerShell, `curl` alone is a command of its own. */
  readonly curl: 'curl' | 'curl.exe';
  /** False where none is written for the shell itself: the Command Prompt replaces %NAME%, however it is quoted. */
  readonly isOwn: boolean;
}

/** The shell of a program's path and a platform as Node names it; where it is unknown, the platform's usual one. */
export function shellOf(program: string, platform: string): Shell {
  const name = /[^\\/]*$/.exec(program.toLowerCase())?.[0].replace(/\.exe$/, '') ?? '';
  const isWindows = platform === 'win32';
  if (/^(?:ba|da|k|z|a|fi)?sh$/.test(name)) return { quoting: 'posix', curl: 'curl', isOwn: true };
  const curl = isWindows ? 'curl.exe' : 'curl';
  if (/^(?:pwsh(?:-preview)?|powershell)$/.test(name)) {
    return { quoting: 'powershell', curl, isOwn: true };
  }
  return { quoting: isWindows ? 'powershell' : 'posix', curl, isOwn: name === '' };
}

/** A text as one word of a shell, whatever stands in it but control characters; plain words stay as they are. */
export function shellWord(text: string, { quoting }: Shell): string {
  if (/^[\w./:-]+$/.test(text)) return text;
  // PowerShell takes typographic quotes for the plain one.
  return quoting === 'posix'
    ? `'${text.replaceAll("'", String.raw`'\''`)}'`
    : `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}
