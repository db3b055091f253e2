/**
 * The address of a server, below which its pages lie: http or https, without fragment and trailing slashes.
 * Undefined for anything else (addressFault says why), also for one that carries a user name, which fetch refuses.
 */
export function normaliseServerUrl(text: string): string | undefined {
  const url = serverUrl(text);
  if (url === undefined) return undefined;
  url.pathname = withoutSlash(url.pathname);
  return url.search === '' && url.pathname === '/' ? url.origin : url.href;
}

/**
 * The address of a page of metrics, its path and query as they are typed: a slash at the end may name another
 * page (RFC 3986, section 6.2.3). Where only a server is named, its usual page is meant.
 */
export function normaliseMetricsUrl(text: string): string | undefined {
  const url = serverUrl(text);
  if (url === undefined) return undefined;
  const isServer = url.search === '' && withoutSlash(url.pathname) === '';
  return isServer ? `${url.origin}/metrics` : url.href;
}

/**
 * The address of a page below a server's address, which may have a path and a query of its own: both are kept.
 * @param page path of the page, with a query where it has one; its parameters win over the server's
 */
export function pageBelow(serverUrl: string, page: string): string {
  const url = new URL(serverUrl);
  const [path = '', query = ''] = page.split('?', 2);
  const names = new Set(new URLSearchParams(query).keys());
  const isKept = (parameter: string): boolean =>
    parameter !== '' && ![...new URLSearchParams(parameter).keys()].some((name) => names.has(name));
  const kept = url.search.slice(1).split('&').filter(isKept);
  url.pathname = withoutSlash(url.pathname) + path;
  url.search = [...kept, ...(query === '' ? [] : [query])].join('&');
  return url.href;
}

/** What a person types as an address, with the scheme that is usually left out. */
export function withScheme(text: string): string {
  const trimmed = text.trim();
  const isWhole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || isFileName(trimmed);
  return isWhole ? trimmed : `http://${trimmed}`;
}

/** Whether a text can only be the name of a file: absolute, relative to a folder, or a file: URL. */
export function isFileName(text: string): boolean {
  return /^(?:\.{0,2}[\\/]|~|[a-z]:[\\/](?!\/)|file:)/i.test(text);
}

function serverUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '' || url.port === '0') return undefined;
  url.hash = '';
  return url;
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/** Whether an address can only lead to this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
