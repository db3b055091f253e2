const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdg\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\bChrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* .*Safari\//, 'Safari'],
];

const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** A user agent in a few words: `Chrome 131 · Linux`, `Postman 7.42.0`, `curl 8.5.0`. */
export function clientName(userAgent: string | null): string {
  if (userAgent === null || userAgent.trim() === '') return 'No user agent';
  if (userAgent.startsWith('Mozilla/')) {
    const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
    for (const [pattern, name] of browsers) {
      const version = pattern.exec(userAgent)?.[1];
      if (version !== undefined) return [`${name} ${version}`, system].filter(Boolean).join(' · ');
    }
    return userAgent;
  }
  const [, product, version] = /^([^\s/]+)\/(\S+)/.exec(userAgent) ?? [];
  if (product === undefined || version === undefined) return userAgent;
  return `${product === 'PostmanRuntime' ? 'Postman' : product} ${version}`;
}
