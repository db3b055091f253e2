import { addressOf, sourceError } from './failure';
import type { HttpGet } from './httpGet';
import { isCertificateFault } from './networkFailure';

/** Whether the server of an http URL that has not answered as it should speaks TLS. It is sent nothing of the URL. */
export async function speaksTls(http: HttpGet, url: string, signal: AbortSignal): Promise<boolean> {
  const { protocol, host } = new URL(url);
  if (protocol !== 'http:') return false;
  try {
    const response = await http(`https://${host}/`, { headers: {}, signal, redirect: 'manual' });
    await response.body?.cancel();
    return true;
  } catch (error) {
    return isCertificateFault(error);
  }
}

/** What to tell where it does. */
export function tlsNeeded(url: string): Error {
  const what = `${addressOf(url)} answers to https:// only: it speaks TLS.`;
  return sourceError('tls', what, 'Use https:// instead of http:// in its address.');
}
