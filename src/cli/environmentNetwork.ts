import { authorizationOf, authorizedNetwork, credentialsFault } from '../collector/authorization';
import type { Credentials } from '../collector/authorization';
import { network } from '../collector/network';
import type { HttpGet } from '../collector/sources/httpGet';
import { UsageError } from './usageError';

const names = {
  token: 'MOCKFORGE_ANALYTICS_TOKEN',
  user: 'MOCKFORGE_ANALYTICS_USER',
  password: 'MOCKFORGE_ANALYTICS_PASSWORD',
} as const;

/**
 * The network; servers at the addresses that a command was given are told who we are, as the environment says.
 * @throws UsageError for what cannot be sent, without its value
 */
export function environmentNetwork(
  addresses: readonly string[],
  environment: Readonly<Partial<Record<string, string>>> = process.env,
): HttpGet {
  const credentials = credentialsIn(environment);
  if (!credentials) return network;
  const value = authorizationOf(credentials);
  const origins = new Set(addresses.map((address) => new URL(address).origin));
  return authorizedNetwork(network, (origin) =>
    Promise.resolve(origins.has(origin) ? value : undefined),
  );
}

function credentialsIn(
  environment: Readonly<Partial<Record<string, string>>>,
): Credentials | undefined {
  const token = environment[names.token] ?? '';
  const user = environment[names.user] ?? '';
  const password = environment[names.password] ?? '';
  if (token !== '' && user !== '') {
    throw new UsageError(`Set ${names.token} or ${names.user}, not both.`);
  }
  if (user === '' && password !== '') {
    throw new UsageError(`${names.password} is set without ${names.user}.`);
  }
  if (token === '' && user === '') return undefined;
  const credentials: Credentials =
    token === '' ? { kind: 'password', user, password } : { kind: 'token', token };
  switch (credentialsFault(credentials)) {
    case undefined:
      return credentials;
    case 'colon_in_user':
      throw new UsageError(`${names.user} must not hold a colon (RFC 7617).`);
    default:
      throw new UsageError(
        `${names.token} is no token: it may hold visible ASCII characters only.`,
      );
  }
}
