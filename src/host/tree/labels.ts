import { STATUS_CODES } from 'node:http';
import { protocolTitle, type Protocol } from '../../domain/protocol';
import type { EndpointName } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import { plainLabel } from '../surfaces/plainText';

/** What names an endpoint in any table; null: no source could. */
type Named = Omit<EndpointName, 'endpoint'> & { readonly endpoint: string | null };

/** "GET /api/users/:id"; says so where no source could name the endpoint. */
export function endpointLabel({ protocol, method, endpoint }: Named, t: Localize): string {
  const verb = method ?? protocolTitle(protocol);
  if (endpoint !== null) return plainLabel(`${verb} ${endpoint}`);
  return method === 'OPTIONS'
    ? t('{0} (CORS preflight)', verb)
    : t('{0} (not attributed to an endpoint)', plainLabel(verb));
}

/** "404 Not Found"; the name only where HTTP gives the number its meaning. */
export function statusLabel(protocol: Protocol, code: number | null, t: Localize): string {
  if (code === null) return t('No status');
  const name = protocol === 'http' || protocol === 'graphql' ? STATUS_CODES[code] : undefined;
  return name === undefined ? String(code) : `${code} ${name}`;
}
