import type { HttpGet } from './sources/httpGet';

/** What authorizes us to a server: the value of a header Authorization, by its origin; undefined where nothing does. */
export type Authorizations = (origin: string) => Promise<string | undefined>;

/** Why credentials cannot be sent. */
export type CredentialsFault = 'empty' | 'colon_in_user' | 'not_for_headers';

/** What a person was given by whoever runs the server. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

/** The network, with what authorizes us to an origin sent to that origin alone. */
export function authorizedNetwork(http: HttpGet, authorizations: Authorizations): HttpGet {
  return async (url, init) => {
    const authorization = await authorizations(new URL(url).origin);
    return http(
      url,
      authorization === undefined ? init : { ...init, headers: { ...init.headers, authorization } },
    );
  };
}

/** What is wrong with credentials; undefined where they can be sent. */
export function credentialsFault(credentials: Credentials): CredentialsFault | undefined {
  if (credentials.kind === 'password') {
    // RFC 7617, section 2: all behind the first colon is the password.
    if (credentials.user.includes(':')) return 'colon_in_user';
    return credentials.user === '' ? 'empty' : undefined;
  }
  if (credentials.token.trim() === '') return 'empty';
  // RFC 9110, section 5.5: what is no visible ASCII could end the header.
  return /^[\x21-\x7e]+$/.test(credentials.token.trim()) ? undefined : 'not_for_headers';
}

/** The header's value: a bearer token (RFC 6750, section 2.1) or a user with a password (RFC 7617, section 2). */
export function authorizationOf(credentials: Credentials): string {
  if (credentials.kind === 'token') return `Bearer ${credentials.token.trim()}`;
  const { user, password } = credentials;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
