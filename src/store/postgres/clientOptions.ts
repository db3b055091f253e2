import type { ServerSettings, TlsSettings } from './serverSettings';

/** What the constructor of `pg`'s Client is given, as far as it is ours. */
export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: () => string;
  readonly ssl: TlsOptions | false;
  readonly connectionTimeoutMillis: number;
  readonly application_name: string;
  readonly keepAlive: true;
  readonly keepAliveInitialDelayMillis: number;
}

/** Options of tls.connect(). */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity?: () => undefined;
}

/** The code of what is thrown where the server asks for a password and there is none. */
export const noPassword = 'NO_PASSWORD';

/** How `pg` connects as the settings say. @param application how the connection is called on the server, up to 63 bytes */
export function clientOptions(settings: ServerSettings, application: string): ClientOptions {
  const { host, port, user, database, password, tls, connectTimeoutMs } = settings;
  return {
    ...{ host, port, user, database },
    // Asked for only where the server wants one. Without it `pg` would look for one of its own.
    password: () => {
      if (password === null) throw Object.assign(new Error(noPassword), { code: noPassword });
      return password;
    },
    ssl: tls === null ? false : tlsOptions(tls),
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: application,
    // A server that is gone without a word is noticed by the system, which asks ten times, once a second.
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
  };
}

function tlsOptions({ verifies, ca, cert, key }: TlsSettings): TlsOptions {
  return {
    ...(ca !== null && { ca }),
    ...(cert !== null && { cert }),
    ...(key !== null && { key }),
    rejectUnauthorized: verifies !== 'nothing',
    ...(verifies === 'certificate' && { checkServerIdentity: () => undefined }),
  };
}
