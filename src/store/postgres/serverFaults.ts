/** Why an address of a team's store cannot be used. */
export type AddressDefect =
  /** It begins with postgres: and goes on otherwise than with two slashes. */
  | 'no_slashes'
  | 'encoding'
  /** An @ behind the host: user or password have a character that stands for something else there. */
  | 'unencoded'
  | 'ipv6'
  | 'several_hosts'
  | 'port'
  | 'connect_timeout'
  /** Of a workspace or a target: both stand in each key, which has its limits. */
  | 'name_too_long'
  /** A parameter without =, or with two. */
  | 'parameter';

/**
 * What a team's store can be asked for in vain. `store` is its address as it is shown, `server` its host and port, and
 * reasons are in the words of PostgreSQL, Node or OpenSSL.
 */
export interface ServerFaults {
  readonly address_defect: { readonly defect: AddressDefect };
  /** None are named where a name may be a piece of a password. */
  readonly address_unknown_parameters: { readonly names: readonly string[] };
  /** The mode of the address is unknown, or would go on without TLS by itself. */
  readonly address_sslmode: { readonly fallsBack: boolean };
  readonly service_unknown: { readonly service: string; readonly files: readonly string[] };
  readonly service_line: { readonly file: string; readonly line: number };
  readonly server_file_unreadable: { readonly path: string; readonly reason: string };

  readonly host_unknown: { readonly host: string };
  readonly server_refuses: { readonly server: string };
  readonly server_unreachable: { readonly server: string; readonly reason: string };
  readonly server_silent: { readonly server: string; readonly seconds: number };
  readonly server_not_ready: { readonly server: string; readonly reason: string };
  readonly server_full: { readonly server: string };
  readonly server_no_postgres: { readonly server: string; readonly reason: string };

  readonly tls_missing: { readonly server: string };
  readonly tls_untrusted: { readonly server: string; readonly reason: string };
  readonly tls_other_name: { readonly server: string; readonly reason: string };
  readonly tls_failed: { readonly server: string; readonly reason: string };
  /** The server takes no connection without TLS, or not of this user, host and database. */
  readonly not_admitted: { readonly server: string; readonly reason: string };

  readonly password_wrong: { readonly user: string; readonly server: string };
  /** `ignoredFile`: a file of passwords that others can read. */
  readonly password_missing: {
    readonly user: string;
    readonly server: string;
    readonly ignoredFile: string | null;
  };
  readonly no_such_database: { readonly database: string; readonly server: string };
  readonly no_rights: { readonly store: string; readonly reason: string };
  readonly server_version: { readonly server: string; readonly version: string };
  /** A pooler gives each transaction another session, so that nothing can be held in one. */
  readonly transaction_pooler: { readonly server: string };
  readonly server_read_only: { readonly server: string };

  readonly workspace_name_too_long: { readonly workspace: string; readonly bytes: number };
  /** The store is that of all targets together. */
  readonly workspace_only_read: { readonly store: string };
  readonly schema_missing: { readonly store: string };
  /** `lacks`: what of the expected schema is not there. */
  readonly schema_foreign: { readonly store: string; readonly lacks: string };
  readonly schema_newer: { readonly store: string; readonly unknown: readonly string[] };
  readonly schema_older: { readonly store: string; readonly missing: readonly string[] };

  readonly connection_lost: { readonly store: string; readonly reason: string };
  readonly server_disk_full: { readonly server: string };
  readonly server_out_of_memory: { readonly server: string; readonly reason: string };
  /** Another session has what is needed, and keeps it. */
  readonly server_busy: { readonly store: string; readonly reason: string };
  /** `code` is the SQLSTATE, or Node's. */
  readonly server_failed: {
    readonly store: string;
    readonly code: string | undefined;
    readonly reason: string;
  };

  /** Null where the server does not say who it is. */
  readonly store_collected_elsewhere: { readonly store: string; readonly collector: string | null };
  readonly store_left_to_others: { readonly store: string };
  /** The target holds what does not come from the file, or somebody has collected into it since. */
  readonly push_onto_others: { readonly store: string };
  readonly push_of_earlier: { readonly file: string; readonly missing: readonly string[] };
  readonly export_needs_file: { readonly store: string };
  /** What is asked for is a comparison with a file. */
  readonly compared_with_file: { readonly store: string };
}
