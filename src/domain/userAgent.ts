/** What a user agent says of a client; each null where it does not say. */
export interface UserAgent {
  /** The program: `Chrome`, `curl`, `Postman`; `Other` for one that names none, null without a user agent. */
  readonly family: string | null;
  /** As sent; of a browser the major version alone, since the rest is frozen. */
  readonly version: string | null;
  /** The operating system; only browsers say it. */
  readonly system: string | null;
}

/** The family of a user agent that names no program we could tell. */
export const otherFamily = 'Other';

/** In this order: a browser also bears the names of those that it wants to be taken for. */
const disguised: readonly (readonly [pattern: RegExp, family: string])[] = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/^(?=.*Safari\/).*?\bVersion\/(\d+)/s, 'Safari'],
  [/\bWindowsPowerShell\/([\d.]+)/, 'PowerShell'],
];

const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Programs that call themselves otherwise than everybody else does. */
const usualNames: ReadonlyMap<string, string> = new Map([
  ['PostmanRuntime', 'Postman'],
  ['insomnia', 'Insomnia'],
  ['Node.js', 'node'],
]);

/** A product with its version, or one that is alone or only explained: Node's own fetch says just `node`. */
const product = /^([^\s/()]+)(?:\/(\S+)|(?=$|\s+\())/;

/** Reads a User-Agent header by RFC 9110, section 10.1.5: the first product is the program. */
export function parseUserAgent(userAgent: string | null): UserAgent {
  const text = userAgent?.trim() ?? '';
  if (text === '') return { family: null, version: null, system: null };
  if (text.startsWith('Mozilla/')) {
    const system = systems.find(([pattern]) => pattern.test(text))?.[1] ?? null;
    for (const [pattern, family] of disguised) {
      const version = pattern.exec(text)?.[1];
      if (version !== undefined) return { family, version, system };
    }
    return { family: otherFamily, version: null, system };
  }
  const [, name, version] = product.exec(text) ?? [];
  if (name === undefined) return { family: otherFamily, version: null, system: null };
  return { family: usualNames.get(name) ?? name, version: version ?? null, system: null };
}

/**
 * A user agent in a few words: `Chrome 131 · Linux`, `Postman 7.42.0`, `node`; itself where it names no program. `t` puts
 * a text into the reader's language.
 */
export function clientName(userAgent: string | null, t: (text: string) => string): string {
  const { family, version, system } = parseUserAgent(userAgent);
  if (userAgent === null || family === null) return t('No user agent');
  if (family === otherFamily) return userAgent;
  const program = version === null ? family : `${family} ${version}`;
  return system === null ? program : `${program} · ${system}`;
}
