/** A request without headers and body: those are never kept. */
interface RepeatedRequest {
  readonly method: string;
  /** With a leading slash, and a query where one is known. */
  readonly path: string;
}

/** A request as a command of a POSIX shell. `base` is the mock's address: `http://127.0.0.1:3000`. */
export function curlCommand({ method, path }: RepeatedRequest, base: string): string {
  return `curl -i -X ${shellQuoted(method)} ${shellQuoted(addressOf(path, base))}`;
}

/** A request as a .http file, which REST clients of editors run. */
export function httpFile({ method, path }: RepeatedRequest, base: string): string {
  const line = `${method} ${addressOf(path, base)}`.replaceAll(/[\r\n]+/g, ' ');
  return `${line}\n\n`;
}

function addressOf(path: string, base: string): string {
  return base.replace(/\/+$/, '') + path;
}

/** What a server sent is text to the shell, whatever stands in it; plain words stay as they are. */
function shellQuoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
