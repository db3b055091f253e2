import { isFileName, normaliseServerUrl } from '../domain/serverUrl';
import { shownUrl } from '../domain/shownUrl';
import type { Localize } from './localize';

/**
 * Why a text is not a usable address, in a sentence that says what to enter; undefined if it is one.
 * Parts that may be secret are not repeated.
 */
export function addressFault(text: string, localize: Localize): string | undefined {
  if (normaliseServerUrl(text) !== undefined) return undefined;
  const shown = shownUrl(text);
  if (text === '') return localize('Enter an address such as http://HOST:PORT.');
  if (isFileName(text)) {
    return localize('{0} is a file name, not a server address. Enter http://HOST:PORT.', shown);
  }
  if (!text.includes('://') && normaliseServerUrl(`http://${text}`) !== undefined) {
    return localize('{0} is not a server address. Enter http://{0}.', shown);
  }
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(text) ?? [];
  if (authority.includes('@')) {
    return localize('Leave the user name and password out of {0}: they are never sent.', shown);
  }
  if (scheme !== '' && /:\d+$/.test(authority)) {
    return localize('{0} is not a server address. Ports range from 1 to 65535.', shown);
  }
  return localize('{0} is not a server address. Enter http://HOST:PORT.', shown);
}
