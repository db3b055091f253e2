import { addressOf, SourceError } from './failure';
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

/** The error for one that does. */
export function tlsNeeded(url: string): Error {
  return new SourceError({ kind: 'tls_needed', address: addressOf(url) });
}
