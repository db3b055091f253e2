import { isFileName, normaliseServerUrl } from './serverUrl';
import { shownUrl } from './shownUrl';

/** Puts a text into a language and its arguments into the places {0}, {1}, ... */
type Localize = (text: string, ...values: string[]) => string;

/**
 * Why a text is no address that can be asked, in a sentence that says what to write; undefined where it is one.
 * What may be a secret in it is not repeated.
 */
export function addressFault(text: string, localize: Localize): string | undefined {
  if (normaliseServerUrl(text) !== undefined) return undefined;
  const shown = shownUrl(text);
  if (text === '') return localize('There is no address: write http://HOST:PORT.');
  if (isFileName(text)) {
    return localize(
      '{0} is the name of a file and not the address of a server: write http://HOST:PORT.',
      shown,
    );
  }
  if (!text.includes('://') && normaliseServerUrl(`http://${text}`) !== undefined) {
    return localize('{0} is not the address of a server: write http://{0}.', shown);
  }
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(text) ?? [];
  if (authority.includes('@')) {
    return localize(
      '{0} is not the address of a server: leave out user name and password, which are never sent.',
      shown,
    );
  }
  if (scheme !== '' && /:\d+$/.test(authority)) {
    return localize('{0} is not the address of a server: ports go from 1 to 65535.', shown);
  }
  return localize('{0} is not the address of a server: write http://HOST:PORT.', shown);
}
