import { isRecord } from './isRecord';

/** Bodies of requests as they are shown: on one line of printable ASCII, without secrets. */

/** UTF-16 units that a body has at most. */
export const longestBody = 20_000;

/** What stands for a secret. */
const redacted = 'REDACTED';
const secretName =
  /pass|pwd|secret|token|auth(?!ors?$)|key|credential|cookie|session|signature|otp|^pin$|cvv|cvc|card|iban|ssn/i;

/** Whether what has this name is a secret, and all below it. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** A value of JSON that has a name; what stands below the name of a secret is replaced. */
export function withoutSecrets(name: string, value: unknown): unknown {
  if (value === null) return null;
  if (isSecretName(name)) return redacted;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutSecrets('', item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([own, below]) => [own, withoutSecrets(own, below)]),
  );
}

/** JSON with no character that a shell, a terminal or an editor may read in its own way. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Names and values as forms and URLs have them; those of secrets are replaced. */
export function formLine(pairs: Iterable<readonly [name: string, value: string]>): string {
  const shown = [...pairs].map(([name, value]): [string, string] => [
    name,
    isSecretName(name) ? redacted : value,
  ]);
  return new URLSearchParams(shown).toString();
}
