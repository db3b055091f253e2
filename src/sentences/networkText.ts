import type { CertificateCode, NetworkReason } from '../collector/sources/sourceFailure';
import type { Localize } from './localize';

/** Why there was no answer, as the end of a sentence. */
export function networkText({ code, message }: NetworkReason, localize: Localize): string {
  switch (code) {
    case 'ECONNREFUSED':
      return localize('connection refused');
    case 'ECONNRESET':
      return localize('connection reset');
    case 'ENOTFOUND':
      return localize('unknown host');
    case 'EAI_AGAIN':
      return localize('host name not resolved');
    case 'EHOSTUNREACH':
      return localize('host unreachable');
    case 'ENETUNREACH':
      return localize('network unreachable');
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return localize('connection timed out');
    case 'UND_ERR_SOCKET':
      return localize('connection closed');
    case '':
      return message || localize('connection failed');
    default:
      return code;
  }
}

export function isUnknownHost({ code }: NetworkReason): boolean {
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}

export function certificateText(code: CertificateCode, localize: Localize): string {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return localize('it is self-signed');
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return localize('its issuer is not known');
    case 'CERT_HAS_EXPIRED':
      return localize('it has expired');
    case 'CERT_NOT_YET_VALID':
      return localize('it is not valid yet');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return localize('it is that of another host');
  }
}
