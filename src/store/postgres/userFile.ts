import { homedir } from 'node:os';
import { join } from 'node:path';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where libpq has the user's own files: https://www.postgresql.org/docs/current/libpq-pgpass.html. */
export function userFile(
  which: 'passwords' | 'services' | 'root' | 'certificate' | 'key',
  environment: Environment,
  platform = process.platform,
): string {
  const names = {
    passwords: ['pgpass.conf', '.pgpass'],
    services: ['.pg_service.conf', '.pg_service.conf'],
    root: ['root.crt', '.postgresql/root.crt'],
    certificate: ['postgresql.crt', '.postgresql/postgresql.crt'],
    key: ['postgresql.key', '.postgresql/postgresql.key'],
  } as const;
  const [onWindows, elsewhere] = names[which];
  return platform === 'win32'
    ? join(environment['APPDATA'] ?? homedir(), 'postgresql', onWindows)
    : join(environment['HOME'] ?? homedir(), elsewhere);
}

/** Whether others than its owner may read a file of a mode, which libpq looks at everywhere but on Windows. */
export function othersMayRead(mode: number, platform = process.platform): boolean {
  return platform !== 'win32' && (mode & 0o077) !== 0;
}
