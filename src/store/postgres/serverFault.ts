import type { StoreFault } from '../storeFault';
import { noPassword } from './clientOptions';
import type { ServerSettings } from './serverSettings';

/** What PostgreSQL, Node or `pg` threw, as far as it is looked at. */
export interface ServerProblem {
  /** The SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), or Node's code. */
  readonly code?: string | undefined;
  readonly message: string;
}

/** Why a certificate is not trusted: OpenSSL's reasons as Node has them (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const untrusted = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

/** What `pg` says in words alone. */
const saidByClient: readonly (readonly [RegExp, 'tls' | 'silent' | 'foreign' | 'lost'])[] = [
  [/server does not support SSL/, 'tls'],
  [/timeout expired|due to connection timeout/, 'silent'],
  [/error establishing an SSL connection|unexpected .*message|protocol/i, 'foreign'],
  [/Connection terminated|Connection ended|not queryable/, 'lost'],
];

/** What went wrong between us and a server, without a password whoever said it. */
export function serverFault(problem: ServerProblem, settings: ServerSettings): StoreFault {
  const reason = withoutSecrets(problem.message, settings);
  const { code } = problem;
  const isSqlState = code !== undefined && /^[0-9A-Z]{5}$/.test(code);
  const fault = isSqlState
    ? ofServer(code, reason, settings)
    : (ofNetwork(code, reason, settings) ?? ofClient(problem.message, reason, settings));
  return fault ?? { kind: 'server_failed', store: settings.shown, code, reason };
}

/** A text with what nobody may read in it cut out. */
export function withoutSecrets(text: string, { password }: ServerSettings): string {
  return password ? text.replaceAll(password, '…') : text;
}

/** Host and port, for people. */
export function serverName({ host, port }: Pick<ServerSettings, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function ofServer(code: string, reason: string, settings: ServerSettings): StoreFault | undefined {
  const { shown: store, user, database } = settings;
  const server = serverName(settings);
  switch (code) {
    case '28P01':
      return settings.password === null
        ? missingPassword(settings)
        : { kind: 'password_wrong', user, server };
    case '28000':
      return { kind: 'not_admitted', server, reason };
    case '3D000':
      return { kind: 'no_such_database', database, server };
    case '42501':
      return { kind: 'no_rights', store, reason };
    case '25006':
      return { kind: 'server_read_only', server };
    // Statements that this session has prepared are not there, or somebody else has prepared them.
    case '26000':
    case '42P05':
      return { kind: 'transaction_pooler', server };
    case '53100':
      return { kind: 'server_disk_full', server };
    case '53200':
      return { kind: 'server_out_of_memory', server, reason };
    case '53300':
      return { kind: 'server_full', server };
    case '55P03':
    case '40P01':
    case '40001':
      return { kind: 'server_busy', store, reason };
    case '57P03':
      return { kind: 'server_not_ready', server, reason };
    case '57P01':
    case '57P02':
    case '57P04':
    case '57P05':
    case '25P03':
      return { kind: 'connection_lost', store, reason };
    default:
      return code.startsWith('08') ? { kind: 'connection_lost', store, reason } : undefined;
  }
}

function ofNetwork(
  code: string | undefined,
  reason: string,
  settings: ServerSettings,
): StoreFault | undefined {
  const server = serverName(settings);
  if (code === undefined) return undefined;
  if (untrusted.has(code)) return { kind: 'tls_untrusted', server, reason };
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'host_unknown', host: settings.host };
    case 'ECONNREFUSED':
    // There is no socket in the folder.
    case 'ENOENT':
      return { kind: 'server_refuses', server };
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EACCES':
    case 'EPERM':
      return { kind: 'server_unreachable', server, reason };
    case 'ETIMEDOUT':
      return { kind: 'server_silent', server, seconds: settings.connectTimeoutMs / 1000 };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return { kind: 'connection_lost', store: settings.shown, reason };
    case noPassword:
      return missingPassword(settings);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return { kind: 'tls_other_name', server, reason };
    default:
      return /^(?:ERR_(?:SSL|TLS|OSSL)_|EPROTO$)/.test(code)
        ? { kind: 'tls_failed', server, reason }
        : undefined;
  }
}

function ofClient(
  message: string,
  reason: string,
  settings: ServerSettings,
): StoreFault | undefined {
  const server = serverName(settings);
  switch (saidByClient.find(([pattern]) => pattern.test(message))?.[1]) {
    case 'tls':
      return { kind: 'tls_missing', server };
    case 'silent':
      return { kind: 'server_silent', server, seconds: settings.connectTimeoutMs / 1000 };
    case 'foreign':
      return { kind: 'server_no_postgres', server, reason };
    case 'lost':
      return { kind: 'connection_lost', store: settings.shown, reason };
    case undefined:
      return undefined;
  }
}

function missingPassword(settings: ServerSettings): StoreFault {
  const { user, ignoredPasswordFile: ignoredFile } = settings;
  return { kind: 'password_missing', user, server: serverName(settings), ignoredFile };
}
