import { StoreError } from '../storeError';
import type { AddressDefect } from './serverFaults';

/** How a connection is encrypted, in the words of libpq. Those that would go on without TLS by themselves are left out. */
export const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** What an address of a team's store says; what it leaves out, or leaves empty, is undefined. */
export interface ConnectionString {
  readonly user: string | undefined;
  /** In no text: `shownAddress` leaves it out. */
  readonly password: string | undefined;
  /** A name, an IP address without brackets, or the folder of a socket, which begins with a slash. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly sslmode: SslMode | undefined;
  /** A file of certificates, or `system`. */
  readonly sslrootcert: string | undefined;
  readonly sslcert: string | undefined;
  readonly sslkey: string | undefined;
  /** Seconds; 0: as long as it takes. */
  readonly connectTimeout: number | undefined;
  readonly passfile: string | undefined;
  readonly service: string | undefined;
  /** The workspace's id; '' is none. */
  readonly workspace: string;
  /** The target's id; '' is the one without a name, null all of the workspace. */
  readonly target: string | null;
}

/** The parameters of an address by the names that libpq has for them, and ours. */
const parameterNames = [
  ...(['user', 'password', 'host', 'port', 'dbname'] as const),
  ...(['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'connect_timeout'] as const),
  ...(['passfile', 'service', 'workspace', 'target'] as const),
];
export type ParameterName = (typeof parameterNames)[number];
export type Parameters = Partial<Record<ParameterName, string>>;

/** Of a workspace or a target, bytes: an index of PostgreSQL takes 2.7 kB of a row, and both stand in each with texts of the row. */
const longestName = 200;

/** The parameter of a name; undefined where none has it. */
export function parameterNamed(name: string): ParameterName | undefined {
  return parameterNames.find((known) => known === name);
}

/** Whether a text is meant as the address of a team's store, and not as the path of a file. */
export function isConnectionString(text: string): boolean {
  return /^postgres(?:ql)?:/i.test(text);
}

/**
 * Reads an address as libpq does (https://www.postgresql.org/docs/current/libpq-connect.html, 32.1.1.2), but for lists of
 * hosts, modes that fall back to no TLS, and parameters that mean nothing here, which are refused.
 * @throws StoreError that shows nothing of the address but names of parameters
 */
export function parseConnectionString(text: string): ConnectionString {
  return connectionOf(parametersOf(text));
}

/** What parameters mean, wherever they come from. An empty one is as good as none, but for a target's. */
export function connectionOf(parameters: Parameters): ConnectionString {
  const given = (name: ParameterName): string | undefined => parameters[name] || undefined;
  const host = given('host');
  if (host?.includes(',')) throw defective('several_hosts');
  const { workspace = '', target = null } = parameters;
  const names = [workspace, target ?? ''].map((name) => Buffer.byteLength(name));
  if (Math.max(...names) > longestName) throw defective('name_too_long');
  return {
    ...{ user: given('user'), password: given('password'), host, database: given('dbname') },
    port: wholeNumber(given('port'), 1, 65_535, 'port'),
    sslmode: sslModeOf(given('sslmode')),
    ...{ sslrootcert: given('sslrootcert'), sslcert: given('sslcert'), sslkey: given('sslkey') },
    connectTimeout: wholeNumber(given('connect_timeout'), 0, 86_400, 'connect_timeout'),
    ...{ passfile: given('passfile'), service: given('service') },
    ...{ workspace, target },
  };
}

/** The parameters of an address, decoded; of one that stands twice, the last. */
export function parametersOf(text: string): Parameters {
  const [scheme, authority, rest] = splitAuthority(text);
  if (scheme === '') throw defective('no_slashes');
  const [user = '', ...password] = authority.slice(0, -1).split(':');
  const { host, port, behind } = splitPlace(rest);
  const [, database = '', query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(behind) ?? [];
  if (`${host}${behind}`.includes('@')) throw defective('unencoded');
  if ([host, port].some((part) => part.includes(','))) throw defective('several_hosts');
  return {
    ...{ user: decoded(user), password: decoded(password.join(':')) },
    ...{ host: decoded(host), port: decoded(port), dbname: decoded(database.replace(/^\//, '')) },
    ...queryParameters(query),
  };
}

/** Where a team's store is, for people: without a password, and without how it is connected to. */
export function shownAddress(
  address: Pick<ConnectionString, 'user' | 'host' | 'port' | 'database' | 'workspace' | 'target'>,
): string {
  const { user, host = '', port, database, workspace, target } = address;
  const place = host.includes(':') ? `[${host}]` : encodeURIComponent(host);
  const parameters: (readonly [string, string])[] = [];
  if (workspace !== '') parameters.push(['workspace', workspace]);
  if (target !== null) parameters.push(['target', target]);
  return [
    'postgres://',
    user === undefined ? '' : `${encodeURIComponent(user)}@`,
    place,
    port === undefined ? '' : `:${port}`,
    database === undefined ? '' : `/${encodeURIComponent(database)}`,
    parameters.length === 0 ? '' : `?${parameters.map(assignment).join('&')}`,
  ].join('');
}

/** An address without the password in it, and otherwise as it is written. */
export function withoutPassword(text: string): string {
  const [scheme, authority, rest] = splitAuthority(text);
  const [, place = '', query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(rest) ?? [];
  const [user = '', ...password] = authority.slice(0, -1).split(':');
  const pairs = query.split('&').filter((pair) => pair !== '' && nameIn(pair) !== 'password');
  return [
    scheme,
    password.length > 0 ? `${user}@` : authority,
    place,
    pairs.length === 0 ? '' : `?${pairs.join('&')}`,
  ].join('');
}

/** An address of one target, which stands in place of any that it names. */
export function withTarget(text: string, target: string): string {
  const separator = /\?./.test(text) ? '&' : text.endsWith('?') ? '' : '?';
  return `${text}${separator}${assignment(['target', target])}`;
}

/** The scheme with its slashes, empty where it is another; user and password up to the @ behind them; the rest. */
function splitAuthority(text: string): readonly [string, string, string] {
  const [scheme = ''] = /^postgres(?:ql)?:\/\//i.exec(text) ?? [];
  const rest = text.slice(scheme.length);
  // The first @ before a slash ends user and password, which may hold any other character.
  const [authority = ''] = /^[^/@]*@/.exec(rest) ?? [];
  return [scheme, authority, rest.slice(authority.length)];
}

/** Host and port as they are written, and what follows them. */
function splitPlace(text: string): { host: string; port: string; behind: string } {
  const isBracketed = text.startsWith('[');
  const found = (isBracketed ? /^\[([^\]]+)\](?=[:/?,]|$)/ : /^([^:/?]*)/).exec(text);
  if (!found) throw defective('ipv6');
  const rest = text.slice(found[0].length);
  const [colonAndPort = ''] = /^:[^/?]*/.exec(rest) ?? [];
  return {
    host: found[1] ?? '',
    port: colonAndPort.slice(1),
    behind: rest.slice(colonAndPort.length),
  };
}

function queryParameters(query: string): Parameters {
  const parameters: Parameters = {};
  const unknown: string[] = [];
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = '', value, ...more] = pair.split('=');
    if (value === undefined || more.length > 0) throw defective('parameter');
    const known = parameterNamed(decoded(name));
    // JDBC's, which libpq takes for it.
    if (decoded(name) === 'ssl' && value === 'true') parameters.sslmode = 'require';
    else if (known) parameters[known] = decoded(value);
    else unknown.push(decoded(name));
  }
  if (unknown.length === 0) return parameters;
  // A password with an & in it goes on in the name of another parameter.
  const names = parameters.password === undefined ? unknown : [];
  throw new StoreError({ kind: 'address_unknown_parameters', names });
}

function decoded(text: string): string {
  let result: string;
  try {
    result = decodeURIComponent(text);
  } catch {
    throw defective('encoding');
  }
  if (result.includes('\0')) throw defective('encoding');
  return result;
}

function wholeNumber(
  text: string | undefined,
  least: number,
  most: number,
  defect: AddressDefect,
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw defective(defect);
}

function sslModeOf(text: string | undefined): SslMode | undefined {
  const mode = sslModes.find((known) => known === text);
  if (mode === undefined && text !== undefined) {
    const fallsBack = text === 'prefer' || text === 'allow';
    throw new StoreError({ kind: 'address_sslmode', fallsBack });
  }
  return mode;
}

/** The name in a parameter as it is written; one that cannot be decoded is none that we know. */
function nameIn(pair: string): string {
  const [name = ''] = pair.split('=');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function assignment([name, value]: readonly [string, string]): string {
  return `${name}=${encodeURIComponent(value)}`;
}

function defective(defect: AddressDefect): StoreError {
  return new StoreError({ kind: 'address_defect', defect });
}
