import { shownUrl } from '../../domain/shownUrl';
import { ownUserAgent } from '../ownUserAgent';
import { addressOf, SourceError } from './failure';
import type { HttpGet } from './httpGet';

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

/**
 * Asks a URL, and where that redirects within its server, what it redirects to. To another host, port or scheme
 * nothing goes: nobody has asked for that, and the query may hold a token.
 * @throws SourceError for a redirect that is not followed, or whatever the network throws
 */
export async function request(
  http: HttpGet,
  url: string,
  accept: string,
  signal: AbortSignal,
): Promise<Response> {
  const headers = { 'user-agent': ownUserAgent, accept, 'accept-encoding': 'gzip, deflate' };
  let at = url;
  for (let followed = 0; ; followed++) {
    const response = await http(at, { headers, signal, redirect: 'manual' });
    const location = redirects.has(response.status) ? response.headers.get('location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    if (followed === mostRedirects) {
      const address = addressOf(url);
      throw new SourceError({ kind: 'redirect_circle', address, redirects: mostRedirects });
    }
    at = redirected(at, location);
  }
}

function redirected(from: string, location: string): string {
  const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const address = addressOf(from);
  if (target?.origin !== new URL(from).origin) {
    const shown = shownUrl(target?.href ?? location);
    throw new SourceError({ kind: 'redirect_elsewhere', address, target: shown });
  }
  if (target.username !== '' || target.password !== '') {
    throw new SourceError({ kind: 'redirect_with_password', address });
  }
  target.hash = '';
  return target.href;
}
