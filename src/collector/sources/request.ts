import { shownUrl } from '../../domain/shownUrl';
import { ownUserAgent } from '../ownUserAgent';
import { addressOf, sourceError } from './failure';
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
    if (followed === mostRedirects) throw inCircle(url);
    at = redirected(at, location);
  }
}

function redirected(from: string, location: string): string {
  const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (target?.origin !== new URL(from).origin) throw elsewhere(from, target?.href ?? location);
  if (target.username !== '' || target.password !== '') throw withCredentials(from);
  target.hash = '';
  return target.href;
}

function elsewhere(from: string, target: string): Error {
  const what = `${addressOf(from)} redirects to ${shownUrl(target)}, which is another server and was not asked.`;
  return sourceError('redirect', what, 'If MockForge is there, connect to that address.');
}

function withCredentials(from: string): Error {
  const what = `${addressOf(from)} redirects to an address with a user name or password, which was not followed.`;
  return sourceError('redirect', what, checkProxy);
}

function inCircle(url: string): Error {
  const what = `${addressOf(url)} redirects in a circle: ${mostRedirects} redirects led to no answer.`;
  return sourceError('redirect', what, checkProxy);
}

const checkProxy =
  'MockForge itself never redirects. Check the address and any proxy in front of it.';
