/** Nobody reads a longer one, UTF-16 units. */
const longest = 300;

/**
 * A URL as it is shown, logged and exported: without user name, password, query and fragment, which is where
 * secrets are kept. `?…` stands in place of a query. Also for a text that is no URL, as somebody typed it.
 */
export function shownUrl(url: string): string {
  const shown = isAbsolute(url) && URL.canParse(url) ? withoutSecrets(new URL(url)) : cutText(url);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

/** A message of somebody else's, cut to what is read, with every URL in it as it is shown. */
export function shownText(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(/[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>]*/gi, (url) => shownUrl(url));
}

function isAbsolute(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url);
}

function withoutSecrets({ protocol, host, pathname, search }: URL): string {
  const path = pathname === '/' && search === '' ? '' : pathname;
  return `${protocol}//${host}${path}${search === '' ? '' : '?…'}`;
}

/** What stands before the last @ may be user name and password, and they may hold any character. */
function cutText(text: string): string {
  const [scheme = ''] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text) ?? [];
  const rest = text.slice(scheme.length);
  const host = rest.slice(rest.lastIndexOf('@') + 1);
  const end = host.search(/[?#]/);
  return scheme + (end < 0 ? host : `${host.slice(0, end)}?…`);
}
