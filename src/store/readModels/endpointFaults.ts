import type { TopEndpoint } from '../../protocol/readModels';
import { keyText } from './endpointKey';

type Named = Pick<TopEndpoint, 'protocol' | 'method' | 'endpoint'>;

/**
 * How many injected faults were an endpoint's own. Not every one tells its method; those that do not belong to the only
 * method of the path, or nobody knows: null.
 * @param injected faults by the key of their endpoint, whose method may be null
 * @param endpoints all that had requests
 */
export function endpointFaults(
  injected: ReadonlyMap<string, number>,
  endpoints: Iterable<Pick<TopEndpoint, 'endpoint'>>,
): (named: Named) => number | null {
  const methods = new Map<string | null, number>();
  for (const { endpoint } of endpoints) methods.set(endpoint, (methods.get(endpoint) ?? 0) + 1);
  return ({ protocol, method, endpoint }) => {
    const own = method === null ? 0 : (injected.get(keyText(protocol, method, endpoint)) ?? 0);
    const anyMethod = injected.get(keyText(protocol, null, endpoint)) ?? 0;
    const isOnly = methods.get(endpoint) === 1;
    return anyMethod > 0 && !isOnly ? null : own + anyMethod;
  };
}
