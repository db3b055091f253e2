import { shellWord, type Shell } from './shell';

/** A request as far as it is known. */
export interface RepeatedRequest {
  readonly method: string;
  /** With a query where one is known. */
  readonly path: string;
  /** In printable ASCII. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** JSON, a form or a text without two braces next to each other, in one line of printable ASCII. */
  readonly body: string | null;
}

/**
 * Whether a text is the name of a method: a token (RFC 9110, section 5.6.2). One that does not begin with a letter, as
 * all in use do, would be an option or a comment where it is written down.
 */
export function isMethodName(text: string): boolean {
  return /^[A-Za-z][\w!#$%&'*+.^`|~-]*$/.test(text);
}

/**
 * A request as a command of a shell. `base` is the origin of the mocks: `http://127.0.0.1:3000`. What arrives there is
 * the path as it was sent: nothing in it is a pattern to curl, and no dots are resolved.
 */
export function curlCommand(
  { method, path, headers, body }: RepeatedRequest,
  base: string,
  shell: Shell,
): string {
  return [
    `${shell.curl} -g`,
    // For a body that is announced and never comes, curl would wait.
    ...(method === 'HEAD' ? ['-I'] : ['-i', '-X', shellWord(method, shell)]),
    ...(dotSegment.test(path) ? ['--path-as-is'] : []),
    ...headers.map(([name, value]) => `-H ${shellWord(`${name}: ${value}`, shell)}`),
    // It would be read from a file if it began with an @ and were not raw.
    ...(body === null || method === 'HEAD' ? [] : ['--data-raw', shellWord(body, shell)]),
    shellWord(addressOf(path, base), shell),
  ].join(' ');
}

/**
 * A request as a .http file, which REST clients of editors run; nothing in it is a variable to them. `note` is a
 * comment above it.
 */
export function httpFile(
  { method, path, headers, body }: RepeatedRequest,
  base: string,
  note: string | null,
): string {
  const address = addressOf(path, base).replace(/[{}]/g, encodeURIComponent);
  const fields = headers.filter(([, value]) => !value.includes('{{'));
  return [
    ...(note === null ? [] : [`# ${note}`]),
    `${method} ${address}`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    '',
    // Two braces are next to each other only within the texts of JSON.
    body === null ? '' : body.replaceAll('{{', String.raw`{\u007b`) + '\n',
  ].join('\n');
}

const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:[/?]|$)/i;

/** What an address cannot have (RFC 3986), except brackets and braces, which clients send as they are. */
const notOfAddress = /[^\w.~!$&'()*+,;=:@/?%[\]{}-]+/gu;

/** The path below the base, in printable ASCII. A path without a slash in front would go on with the host's name. */
function addressOf(path: string, base: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const encoded = rooted
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(notOfAddress, encodeURIComponent);
  return base.replace(/\/+$/, '') + encoded;
}
