import { readFileSync, statSync } from 'node:fs';
import { othersMayRead } from './userFile';

/** To whom a password belongs. */
export interface PasswordPlace {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** What a file of passwords says; `ignored`: its path where it is not used because others can read it. */
export interface FiledPassword {
  readonly password: string | null;
  readonly ignored: string | null;
}

/** Where PostgreSQL is built to have its socket; a file of passwords has `localhost` for them. */
const socketFolders = ['/tmp', '/run/postgresql', '/var/run/postgresql'];

/**
 * The password of a place in a file as libpq reads it: https://www.postgresql.org/docs/current/libpq-pgpass.html. (The
 * package `pgpass`, which `pg` gives up with its next version, goes by the environment of the process alone, takes a colon
 * behind an escaped backslash for an escaped one, and tells standard error of a file that it ignores.)
 */
export function filedPassword(path: string, place: PasswordPlace): FiledPassword {
  let text: string;
  try {
    const { mode } = statSync(path);
    if (othersMayRead(mode)) return { password: null, ignored: path };
    text = readFileSync(path, 'utf8');
  } catch {
    // Most have none.
    return { password: null, ignored: null };
  }
  return { password: passwordIn(text, place), ignored: null };
}

/** The password of the first line that is about a place; null where none is. */
export function passwordIn(
  text: string,
  { host, port, database, user }: PasswordPlace,
): string | null {
  const wanted = [
    socketFolders.includes(host) ? 'localhost' : host,
    ...[String(port), database, user],
  ];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const [password, ...fields] = fieldsOf(line);
    if (wanted.every((value, place) => fields[place] === '*' || unescaped(fields[place]) === value))
      return unescaped(password) || null;
  }
  return null;
}

/** Up to a colon that has no backslash before it, and that colon. */
const field = /((?:[^\\:]|\\.|\\$)*)(?::|$)/gy;

/** The password, then host, port, database and user, as they are written. */
function fieldsOf(line: string): readonly (string | undefined)[] {
  const fields = Array.from(line.matchAll(field), ([, text]) => text);
  return [fields[4], ...fields.slice(0, 4)];
}

function unescaped(text = ''): string {
  return text.replaceAll(/\\(.)/g, '$1');
}
