import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { errorMessage } from '../../domain/errorMessage';
import { StoreError } from '../storeError';
import type { ConnectionString, ParameterName, Parameters } from './connectionString';
import { connectionOf, parametersOf, shownAddress } from './connectionString';
import { filedPassword } from './passwordFile';
import { serviceParameters } from './serviceFile';
import type { Environment } from './userFile';
import { userFile } from './userFile';

/** What of a server's certificate is held against whom it was made for. */
export interface TlsSettings {
  /** `nothing`: encrypted, with anybody; `name`: with the host of the address. */
  readonly verifies: 'nothing' | 'certificate' | 'name';
  /** Who is trusted, PEM; null: whom Node trusts. */
  readonly ca: string | null;
  /** Our own certificate and its key, PEM. */
  readonly cert: string | null;
  readonly key: string | null;
}

/** How a team's store is connected to: plain data, which threads give to each other and nobody shows. */
export interface ServerSettings {
  /** The address for people, which also tells stores apart. */
  readonly shown: string;
  /** A name, an IP address, or the folder of a socket, which begins with a slash. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string | null;
  /** A file of passwords that is not used because others can read it. */
  readonly ignoredPasswordFile: string | null;
  /** Null: without TLS. */
  readonly tls: TlsSettings | null;
  /** 0: as long as it takes. */
  readonly connectTimeoutMs: number;
  readonly workspace: string;
  /** As in ConnectionString; null is only read. */
  readonly target: string | null;
}

/** The variables of libpq by the parameters that they stand for. */
const variables: Partial<Record<ParameterName, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  passfile: 'PGPASSFILE',
  service: 'PGSERVICE',
};

const standardPort = 5432;
/** libpq waits for ever, which nobody does who collects. */
const standardTimeoutSeconds = 10;

/**
 * How the store of an address is connected to. As with libpq, what the address leaves out is taken from the service that
 * it names, then from the environment, then from defaults; the password last from a file of passwords.
 * @throws StoreError for what cannot be used, without any of its values
 */
export function serverSettings(
  text: string,
  environment: Environment = process.env,
): ServerSettings {
  const written = parametersOf(text);
  const given = withoutEmpty(written);
  const inherited = withoutEmpty(environmentParameters(environment));
  const service = given.service ?? inherited.service;
  const ofService =
    service === undefined ? {} : withoutEmpty(serviceParameters(service, environment));
  const address = connectionOf({ ...inherited, ...ofService, ...given });
  const { host = 'localhost', port = standardPort, user = userInfo().username } = address;
  const { database = user, workspace } = address;
  const target = written.target ?? null;
  const place = { host, port, user, database };
  const timeout = address.connectTimeout ?? standardTimeoutSeconds;
  const filed =
    address.password === undefined
      ? filedPassword(address.passfile ?? userFile('passwords', environment), place)
      : { password: address.password, ignored: null };
  return {
    shown: shownAddress({ ...place, workspace, target }),
    ...place,
    password: filed.password,
    ignoredPasswordFile: filed.ignored,
    tls: tlsOf(address, host, environment),
    connectTimeoutMs: timeout * 1000,
    ...{ workspace, target },
  };
}

/** The settings of one target: that without a name where they are of all. */
export function ofTarget(settings: ServerSettings): ServerSettings {
  return { ...settings, target: settings.target ?? '' };
}

/** Whether an address never leaves this machine. */
function isLoopback(host: string): boolean {
  return /^(?:\/.*|localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

function tlsOf(
  { sslmode, sslrootcert, sslcert, sslkey }: ConnectionString,
  host: string,
  environment: Environment,
): TlsSettings | null {
  const mode = sslmode ?? (isLoopback(host) ? 'disable' : 'verify-full');
  // Sockets in a folder are never encrypted.
  if (mode === 'disable' || host.startsWith('/')) return null;
  const standard = (which: 'root' | 'certificate' | 'key'): string | undefined => {
    const file = userFile(which, environment);
    return existsSync(file) ? file : undefined;
  };
  const root = sslrootcert === 'system' ? undefined : (sslrootcert ?? standard('root'));
  const verifies = {
    // As with libpq, whoever has certificates at hand has them looked at.
    require: root === undefined ? 'nothing' : 'certificate',
    'verify-ca': 'certificate',
    'verify-full': 'name',
  } as const;
  const certificate = sslcert ?? standard('certificate');
  return {
    verifies: verifies[mode],
    ca: fileText(root),
    cert: fileText(certificate),
    key: certificate === undefined ? null : fileText(sslkey ?? userFile('key', environment)),
  };
}

function fileText(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StoreError({ kind: 'server_file_unreadable', path, reason: errorMessage(error) });
  }
}

function environmentParameters(environment: Environment): Parameters {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, environment[variable]]),
  );
}

/** An empty parameter is as good as none. */
function withoutEmpty(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value));
}
