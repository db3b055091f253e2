import type { AddressDefect, ServerFaults } from '../store/postgres/serverFaults';
import type { Localize, Wording } from './localize';

/** What a team's store could not do, as people read it. */
export const serverSentences: Wording<ServerFaults> = {
  address_defect: ({ defect }, localize) =>
    localize('The address of the team store cannot be used: {0}.', defectText(defect, localize)),
  address_unknown_parameters: ({ names }, localize) =>
    names.length === 0
      ? localize(
          'The address of the team store has a parameter that is unknown. If & or = is a part of the password, write %26 or %3D.',
        )
      : localize(
          'The address of the team store has parameters that are unknown: {0}. Leave them out.',
          names.join(', '),
        ),
  address_sslmode: ({ fallsBack }, localize) =>
    fallsBack
      ? localize(
          'This sslmode would go on without TLS by itself, so nobody could rely on it. Write verify-full, verify-ca, require or disable.',
        )
      : localize('This sslmode is unknown. Write verify-full, verify-ca, require or disable.'),
  service_unknown: ({ service, files }, localize) =>
    localize('The service {0} is not defined in {1}. Define it there.', service, files.join(', ')),
  service_line: ({ file, line }, localize) =>
    localize(
      'Line {0} of {1} has no parameter that can be used here. Take it out, or use another service.',
      String(line),
      file,
    ),
  server_file_unreadable: ({ path, reason }, localize) =>
    localize(
      'Reading {0} for the connection to the team store failed: {1}. Correct its path or its rights.',
      path,
      reason,
    ),

  host_unknown: ({ host }, localize) =>
    localize('The host {0} of the team store is unknown. Correct the address.', host),
  server_refuses: ({ server }, localize) =>
    localize('No PostgreSQL listens at {0}. Start it, or correct the address.', server),
  server_unreachable: ({ server, reason }, localize) =>
    localize('{0} cannot be reached: {1}. Check the network.', server, reason),
  server_silent: ({ server, seconds }, localize) =>
    localize(
      '{0} did not answer within {1} s. Check the network and its firewalls, or give it longer with connect_timeout.',
      server,
      String(seconds),
    ),
  server_not_ready: ({ server, reason }, localize) =>
    localize(
      'PostgreSQL at {0} takes no connections now: it says "{1}". Try again soon.',
      server,
      reason,
    ),
  server_full: ({ server }, localize) =>
    localize(
      'PostgreSQL at {0} has as many connections as it takes. End others, or raise max_connections.',
      server,
    ),
  server_no_postgres: ({ server, reason }, localize) =>
    localize(
      'What answers at {0} is no PostgreSQL that can be understood: {1}. Correct the address.',
      server,
      reason,
    ),

  tls_missing: ({ server }, localize) =>
    localize(
      'PostgreSQL at {0} has no TLS, so nothing was sent. Set it up there, or accept that with sslmode=disable.',
      server,
    ),
  tls_untrusted: ({ server, reason }, localize) =>
    localize(
      'The certificate of {0} is not trusted: {1}. Name the certificate of its issuer with sslrootcert.',
      server,
      reason,
    ),
  tls_other_name: ({ server, reason }, localize) =>
    localize(
      'The certificate of {0} was made for another name: {1}. Use that name in the address.',
      server,
      reason,
    ),
  tls_failed: ({ server, reason }, localize) =>
    localize(
      'The encrypted connection to {0} failed: {1}. Check sslmode and certificates.',
      server,
      reason,
    ),
  not_admitted: ({ server, reason }, localize) =>
    localize(
      'PostgreSQL at {0} does not admit this connection: it says "{1}". Have pg_hba.conf or the role changed, or correct the address.',
      server,
      reason,
    ),

  password_wrong: ({ user, server }, localize) =>
    localize(
      'PostgreSQL at {0} refuses the password of {1}. Correct it in PGPASSWORD or the file of passwords, or with Connect to Team Store... in the editor.',
      server,
      user,
    ),
  password_missing: ({ user, server, ignoredFile }, localize) =>
    ignoredFile === null
      ? localize(
          'PostgreSQL at {0} asks for the password of {1}. Set PGPASSWORD, write it in ~/.pgpass, or run Connect to Team Store... in the editor.',
          server,
          user,
        )
      : localize(
          'PostgreSQL at {0} asks for the password of {1}, and {2} is ignored because others can read it: run chmod 600 {2}.',
          server,
          user,
          ignoredFile,
        ),
  no_such_database: ({ database, server }, localize) =>
    localize(
      'PostgreSQL at {0} has no database {1}. Have it created, or correct the address.',
      server,
      database,
    ),
  no_rights: ({ store, reason }, localize) =>
    localize(
      'The user of {0} may not do this: PostgreSQL says "{1}". Have the role granted, or use another user.',
      store,
      reason,
    ),
  server_version: ({ server, version }, localize) =>
    localize(
      'PostgreSQL at {0} has the version {1}. Use one from 15 to 18: nothing was changed.',
      server,
      version,
    ),
  transaction_pooler: ({ server }, localize) =>
    localize(
      'At {0} a pooler gives each transaction another session, but collecting and live views need one of their own. Connect to PostgreSQL itself, or set the pooler to sessions.',
      server,
    ),
  server_read_only: ({ server }, localize) =>
    localize(
      'PostgreSQL at {0} can only be read, as a standby can. Connect to the primary server.',
      server,
    ),

  workspace_name_too_long: ({ workspace, bytes }, localize) =>
    localize(
      'The workspace {0} cannot have roles: its name is longer than {1} bytes. Give it a shorter one.',
      workspace,
      String(bytes),
    ),
  workspace_only_read: ({ store }, localize) =>
    localize(
      '{0} is all targets of a workspace together, which can only be read. Name the target with &target=ID.',
      store,
    ),
  schema_missing: ({ store }, localize) =>
    localize('{0} has no traffic database yet. Collect into it first.', store),
  schema_foreign: ({ store, lacks }, localize) =>
    localize(
      'The schema of {0} is not ours or was changed: it lacks {1}. Use another database. This one is unchanged.',
      store,
      lacks,
    ),
  schema_newer: ({ store, unknown }, localize) =>
    localize(
      '{0} was brought forward by a newer version (it has the migration {1}). Update this one. The database is unchanged.',
      store,
      unknown.join(', '),
    ),
  schema_older: ({ store, missing }, localize) =>
    localize(
      '{0} was made by an earlier version (it lacks the migration {1}). Have a collector of this version open it.',
      store,
      missing.join(', '),
    ),

  connection_lost: ({ store, reason }, localize) =>
    localize('The connection to {0} was lost: {1}. Try again.', store, reason),
  server_disk_full: ({ server }, localize) =>
    localize(
      'The disk of PostgreSQL at {0} is full. Make room there. Nothing that was stored is lost.',
      server,
    ),
  server_out_of_memory: ({ server, reason }, localize) =>
    localize('PostgreSQL at {0} has no memory left: it says "{1}". Try again.', server, reason),
  server_busy: ({ store, reason }, localize) =>
    localize(
      'Another session of {0} keeps what is needed: PostgreSQL says "{1}". Try again.',
      store,
      reason,
    ),
  server_failed: ({ store, code, reason }, localize) =>
    code === undefined
      ? localize('{0} failed: {1}. Try again.', store, reason)
      : localize('{0} failed: {1} ({2}). Try again.', store, reason, code),

  store_collected_elsewhere: ({ store, collector }, localize) =>
    collector === null
      ? localize(
          'Another window or command is collecting into {0}. Here it is only read. Collecting continues here within ten seconds after that one ends.',
          store,
        )
      : localize(
          'Another window or command ({0}) is collecting into {1}. Here it is only read. Collecting continues here within ten seconds after that one ends.',
          collector,
          store,
        ),
  store_left_to_others: ({ store }, localize) =>
    localize('This window does not collect into {0}. Start collecting, and try again.', store),
  push_onto_others: ({ store }, localize) =>
    localize(
      '{0} holds traffic that is not of this file, or somebody has collected into it since. Push into another target.',
      store,
    ),
  push_of_earlier: ({ file, missing }, localize) =>
    localize(
      '{0} was written by an earlier version (it lacks the migration {1}). Run migrate on it, and push it then.',
      file,
      missing.join(', '),
    ),
  export_needs_file: ({ store }, localize) =>
    localize('{0} is no file that could be copied. Export a table as CSV or JSON.', store),
  compared_with_file: ({ store }, localize) =>
    localize(
      '{0} cannot be compared with a file. Compare it with another time, or push the file into a target of it.',
      store,
    ),
};

/** As the end of a sentence. */
function defectText(defect: AddressDefect, localize: Localize): string {
  switch (defect) {
    case 'no_slashes':
      return localize('it must begin with postgres://; write ./ before the name of a file');
    case 'encoding':
      return localize(
        'it has a % that no two hexadecimal digits of UTF-8 follow; write %25 for it',
      );
    case 'unencoded':
      return localize(
        'it has an @ behind the host; write %40 for @, %2F for / and %3F for ? in user, password and parameters',
      );
    case 'ipv6':
      return localize('an IPv6 address stands in brackets, as in postgres://[::1]:5432/traffic');
    case 'several_hosts':
      return localize('it has several hosts; name one');
    case 'port':
      return localize('ports range from 1 to 65535');
    case 'connect_timeout':
      return localize('connect_timeout is a number of seconds, and 0 is no limit');
    case 'name_too_long':
      return localize('workspace and target are names of up to 200 bytes');
    case 'parameter':
      return localize('each parameter is a name, = and a value, with & between two of them');
  }
}
