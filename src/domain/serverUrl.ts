/**
 * An address of a server as it is asked and compared: http or https, without fragment and trailing
 * slashes. Undefined for anything else, also for one that carries a user name, which fetch refuses.
 */
export function normaliseServerUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url.search === '' && url.pathname === '/' ? url.origin : url.href;
}

/** As normaliseServerUrl, and where only a server is named, its usual page of metrics is meant. */
export function normaliseMetricsUrl(text: string): string | undefined {
  const url = normaliseServerUrl(text);
  return url !== undefined && url === new URL(url).origin ? `${url}/metrics` : url;
}

/** What a person types as an address, with the scheme that is usually left out. */
export function withScheme(text: string): string {
  const trimmed = text.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
}
