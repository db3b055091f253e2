import { errorMessage } from '../domain/errorMessage';
import { storeFaultOf } from '../store/storeError';
import type { StoreFault, StoreFaults } from '../store/storeFault';
import { actText, defectText, obstacleName, remedyText, unwritableText } from './fileText';
import type { Localize, Wording } from './localize';
import { worded } from './localize';
import { serverSentences } from './serverText';
import { readName, workName } from './workName';

/** What the store threw, as people read it. */
export function storeText(error: unknown, localize: Localize): string {
  const fault = storeFaultOf(error);
  return fault ? storeFaultText(fault, localize) : errorMessage(error);
}

/** What the store could not do, or has to tell, as people read it. */
export function storeFaultText(fault: StoreFault, localize: Localize): string {
  return worded(sentences, fault, localize);
}

/** Everything that opening a database told, in one line; null when it was nothing. */
export function noticesText(notices: readonly StoreFault[], localize: Localize): string | null {
  return notices.map((notice) => storeFaultText(notice, localize)).join(' ') || null;
}

const sentences: Wording<StoreFaults> = {
  ...serverSentences,

  commits_wait: ({ store, commits, path, why }, localize) =>
    localize(
      'Commits wait in {0} until {1} takes them, {2} so far. Who collects into it next on this machine brings them there. {3}',
      path,
      store,
      String(commits),
      storeFaultText(why, localize),
    ),
  spool_full: ({ path, megabytes }, localize) =>
    localize(
      'The store is out of reach, and {0}, where commits wait for it, has {1} MB, which is the most. What comes from now on is counted when the store answers, without its minutes.',
      path,
      String(megabytes),
    ),
  spool_unusable: ({ folder, reason }, localize) =>
    localize(
      'Commits cannot wait in {0} while the store is out of reach: {1}. Make it a folder that can be written.',
      folder,
      reason,
    ),
  database_closed: ({ file }, localize) =>
    localize('The database {0} is closed. Open it again.', file),
  not_open_yet: (_, localize) => localize('The database is not open yet. Wait for it to open.'),
  worker_ended: ({ reason }, localize) =>
    localize("The database's worker ended ({0}). Try again: that starts a new one.", reason),
  obstacle: ({ path, obstacle }, localize) =>
    localize(
      '{0} cannot be opened: {1} is in its place. Choose another file.',
      path,
      obstacleName(obstacle, localize),
    ),
  unexpected: ({ reason }) => reason,

  file_failed: ({ act, path, code, reason }, localize) =>
    localize('{0}: {1}', actText(act, path, localize), remedyText(code, reason, localize)),
  work_failed: ({ work, file, reason }, localize) =>
    localize(
      '{0} in {1} failed: {2}. Try again. If it keeps failing, move the file away.',
      workName(work, localize),
      file,
      reason,
    ),
  read_failed: ({ read, file, reason }, localize) =>
    localize('{0} in {1} failed: {2}. Try again.', readName(read, localize), file, reason),
  opening_failed: ({ reason }, localize) =>
    localize('Opening the database failed: {0}. Close other programs and try again.', reason),
  saving_failed: ({ reason }, localize) =>
    localize('Saving the database failed: {0}. Nothing is lost yet. Try again.', reason),
  migration_failed: ({ name, reason }, localize) =>
    localize(
      'Bringing the database to the schema {0} failed: {1}. The file is unchanged. Update the extension, or move the file away to start a new one.',
      name,
      reason,
    ),
  engine_unreadable: ({ path, reason }, localize) =>
    localize('Reading the database engine {0} failed: {1}. Reinstall the extension.', path, reason),
  engine_damaged: ({ path }, localize) =>
    localize('The database engine {0} is damaged. Reinstall the extension.', path),

  no_database: ({ file }, localize) =>
    localize('There is no database {0}. Give the path of one.', file),
  not_a_database: ({ file, defect }, localize) =>
    localize(
      '{0} cannot be read: {1}. Give the path of a database.',
      file,
      defectText(defect, localize),
    ),
  unreadable_database: ({ file, reason }, localize) =>
    localize(
      'The database {0} cannot be read: SQLite says "{1}". Replace it with an intact copy.',
      file,
      reason,
    ),
  unusable_database: ({ file, defect }, localize) =>
    localize(
      'The database {0} cannot be used: {1}. It is unchanged. Move it away to start a new one.',
      file,
      defectText(defect, localize),
    ),
  unusable_new_database: ({ file }, localize) =>
    localize('The new database {0} cannot be used. Choose another storage folder.', file),
  damaged_database: ({ file, damage }, localize) =>
    localize('{0} is damaged: {1}. Export it again.', file, damage),
  foreign_sidecar: ({ sidecar, file }, localize) =>
    localize(
      '{0} is not one of our files, but the database {1} needs its place. Move it away, or choose another file.',
      sidecar,
      file,
    ),
  foreign_database: ({ file, table }, localize) =>
    localize(
      "{0} is another program's database ({1}). Choose one that was collected or exported here.",
      file,
      table === null ? localize('it has no table') : localize('it has the table {0}', table),
    ),
  foreign_traffic: ({ file }, localize) =>
    localize(
      '{0} has the tables of a traffic database, but another program made them, so it can only be queried. Choose another file.',
      file,
    ),
  unfinished_journal: ({ file, journal }, localize) =>
    localize(
      'Another program is writing to the database {0} or stopped halfway: {1} is beside it. Close that program. If it is gone, let native SQLite finish its work: sqlite3 "{0}" .tables. Until then, nothing is read or written here, so nothing is lost.',
      file,
      journal,
    ),
  newer_version: ({ file, unknown }, localize) =>
    localize(
      '{0} was written by a newer version (it has the migration {1}). Update the extension, or choose another database. This one is unchanged.',
      file,
      unknown.join(', '),
    ),
  earlier_version: ({ file, missing, reader }, localize) =>
    localize(
      '{0} was written by an earlier version (it lacks the migration {1}) and cannot be brought forward while it is only read. {2}',
      file,
      missing.join(', '),
      storeFaultText(reader, localize),
    ),
  too_old: ({ file, missing }, localize) =>
    localize(
      '{0} is too old to open (it lacks the migration {1}). Choose another file.',
      file,
      missing,
    ),
  changed_schema: ({ file, missing }, localize) =>
    localize(
      'The schema of {0} was changed: it lacks {1}. Export it again from where it was collected.',
      file,
      missing,
    ),
  no_traffic: ({ file }, localize) => localize('{0} holds no traffic. Choose another file.', file),
  not_exported_here: ({ file, reason }, localize) =>
    localize(
      'Reading {0} as a traffic database failed: {1}. Choose a database that was exported here.',
      file,
      reason,
    ),
  not_traffic: ({ file, reason }, localize) =>
    localize('Reading {0} failed: {1}. Give the path of a traffic database.', file, reason),

  being_written: ({ file }, localize) =>
    localize('The database {0} is being written right now. Try again.', file),
  kept_changing: ({ file, seconds }, localize) =>
    seconds === null
      ? localize('The database {0} kept changing. Try again.', file)
      : localize('The database {0} kept changing for {1} s. Try again.', file, String(seconds)),
  no_settled_read: (_, localize) => localize('The database kept changing. Try again.'),
  rearranged: ({ file, times }, localize) =>
    localize(
      'The database {0} was rearranged {1} times during the copy. Pause collecting, and export again.',
      file,
      String(times),
    ),

  file_gone: ({ file }, localize) =>
    localize(
      'The database {0} was deleted or moved while it was in use. If collecting continues, it starts a new one there.',
      file,
    ),
  file_replaced: ({ file }, localize) =>
    localize(
      'Another file replaced the database {0} while it was in use. If collecting continues, it uses that file, provided it is a traffic database.',
      file,
    ),
  sidecar_replaced: ({ sidecar }, localize) =>
    localize('Another file replaced {0} while the database was in use.', sidecar),
  lock_deleted: ({ lock }, localize) =>
    localize(
      'The lock {0} was deleted while this process was collecting into the database. Collecting restarts from what is stored.',
      lock,
    ),
  taken_over: ({ file, isWhileSuspended }, localize) =>
    isWhileSuspended
      ? localize(
          'Another process took over the database {0} while this one was suspended. That process now collects, and this one only reads.',
          file,
        )
      : localize(
          'Another process has taken over the database {0}. That process now collects, and this one only reads.',
          file,
        ),
  written_by_others: ({ file }, localize) =>
    localize(
      'Another program wrote to the database {0} during collecting. What was collected since the last checkpoint is kept beside it, and collecting restarts with the file as it is.',
      file,
    ),
  write_lost: (_, localize) => localize('What was written did not reach the file. Try again.'),
  opened_anew: ({ file, notices }, localize) =>
    localize(
      '{0} Read the state again, and continue from it.',
      noticesText(notices, localize) ??
        localize(
          '{0} was reopened, and another process may have collected into it meanwhile.',
          file,
        ),
    ),

  collected_elsewhere: ({ file, process, host }, localize) =>
    localize(
      'Another window or command (process {0} on {1}) is collecting into {2}. Here it is only read. Collecting continues here a few seconds after that one ends.',
      String(process),
      host,
      file,
    ),
  about_to_be_collected: ({ file }, localize) =>
    localize(
      'Another window or command is about to collect into {0}, or ended while starting. Here it is only read. If it ended, collecting continues here within ten seconds.',
      file,
    ),
  left_to_others: ({ file }, localize) =>
    localize('This window does not collect into {0}. Start collecting, and try again.', file),
  collected_by_other_version: (_, localize) =>
    localize('A window or command of that version collects into it: end it, or update it.'),

  writer_silent: ({ file, process, host }, localize) =>
    localize(
      'Another window or command (process {0} on {1}) is collecting into {2} and does not answer. Try again, or update it.',
      String(process),
      host,
      file,
    ),
  session_running: ({ name }, localize) =>
    localize('The session “{0}” is running already. End it first, or choose another name.', name),
  session_not_running: ({ name, hasEnded }, localize) =>
    hasEnded
      ? localize('The session “{0}” has already ended.', name)
      : localize('There is no session “{0}” to end. Start it first.', name),

  database_set_aside: ({ file, defect, aside }, localize) =>
    localize(
      'The database {0} could not be used: {1}. It is kept as {2}, and a new one was started.',
      file,
      defectText(defect, localize),
      aside,
    ),
  sidecar_set_aside: ({ file, defect, aside }, localize) =>
    localize(
      'The latest data beside the database {0} could not be used: {1}. It is kept as {2}, and the database is used without it.',
      file,
      defectText(defect, localize),
      aside,
    ),
  sidecar_left_out: ({ file, sidecar, defect }, localize) =>
    localize(
      'The latest data beside the database {0}, in {1}, is left out: {2}. {3}',
      file,
      sidecar,
      defectText(defect, localize),
      defect === 'foreign'
        ? localize('Move it away before you collect into the database.')
        : localize('The next collector keeps it under another name.'),
    ),
  kept_in_memory: ({ file }, localize) =>
    localize(
      'This SQLite cannot write the database {0} page by page, so the database is kept in memory and saved as a whole. Large databases need much memory, and a crash can lose the last minutes. Reinstall the extension.',
      file,
    ),

  no_column: ({ column }, localize) => localize('A result has no column {0}.', column),
  unexpected_value: ({ column, wanted, value }, localize) =>
    localize(
      'The database holds {0} in column {1}, where {2} belongs. If another program wrote it, take that change back.',
      value,
      column,
      wanted === 'number' ? localize('a number') : localize('text'),
    ),
  no_id_of_client: (_, localize) => localize('The database gave no id to the hour of a client.'),
  no_id_of_bounds: (_, localize) => localize('The database gave no id to new bucket bounds.'),
  unknown_bounds: ({ id }, localize) =>
    localize(
      'The database has no bucket bounds {0}, which a latency distribution names. Move the database file away to start a new one.',
      String(id),
    ),
  unreadable_counts: ({ text }, localize) =>
    localize(
      'The database holds a latency distribution that cannot be read ("{0}"). Move the database file away to start a new one.',
      text,
    ),
  too_many_steps: ({ seconds, stepSeconds, most }, localize) =>
    localize(
      'A span of {0} s in steps of {1} s has more than {2} points. Choose a shorter range or longer steps.',
      String(seconds),
      String(stepSeconds),
      String(most),
    ),

  statement_not_reading: (_, localize) =>
    localize(
      'Only a statement that reads can be run here: one that begins with SELECT, WITH, VALUES or EXPLAIN. Change the statement, or copy the database file and work on the copy.',
    ),
  several_statements: (_, localize) =>
    localize('Only one statement can be run at a time. Remove what follows the first semicolon.'),
  statement_out_of_memory: (_, localize) =>
    localize(
      'The statement needs more memory than it may use. Make it read, sort or join less, for instance a shorter range of timestamps, and run it again.',
    ),
  statement_failed: ({ reason }, localize) =>
    localize('The statement failed: {0}. Change it and run it again.', reason),
  texts_too_long: ({ rows, millions }, localize) =>
    localize(
      'The texts of the first {0} rows are longer than {1} million characters. Select fewer rows or columns, or part of a text with substr(), and run it again.',
      String(rows),
      String(millions),
    ),
  statement_timeout: ({ seconds }, localize) =>
    localize(
      'The statement took longer than {0} s and was stopped. Make it read less, such as a shorter range of timestamps, and run it again.',
      String(seconds),
    ),
  statement_canceled: (_, localize) =>
    localize('The statement was canceled. Run it again to see its result.'),
  statement_thread_ended: ({ reason }, localize) =>
    localize("The statement's thread ended ({0}). Run it again.", reason),

  read_timeout: ({ read, file, seconds }, localize) =>
    localize(
      '{0} in {1} took longer than {2} s and was stopped. Try again when the computer is less busy, or choose a shorter range.',
      readName(read, localize),
      file,
      String(seconds),
    ),
  read_canceled: ({ read, file }, localize) =>
    localize('{0} in {1} was canceled. Try again.', readName(read, localize), file),
  look_timeout: ({ file, seconds }, localize) =>
    localize(
      'Looking into {0} took longer than {1} s and was stopped. Try again when the computer is less busy, or choose another file.',
      file,
      String(seconds),
    ),
  look_canceled: ({ file }, localize) =>
    localize('Looking into {0} was canceled. Try again.', file),
  reading_canceled: ({ file }, localize) => localize('Reading {0} was canceled.', file),

  export_onto_database: ({ out }, localize) =>
    localize('{0} is a database in use. Choose another name for the export.', out),
  export_exists: ({ out }, localize) =>
    localize(
      'The file {0} already exists and is unchanged. Choose another name, or replace it (with --force in a terminal).',
      out,
    ),
  export_obstacle: ({ out, obstacle }, localize) =>
    localize(
      'The export {0} cannot be written: {1} is in its place. Choose another name, and export again. Nothing was left behind.',
      out,
      obstacleName(obstacle, localize),
    ),
  export_unreadable: ({ out, reason }, localize) =>
    localize(
      'The database cannot be read for the export {0}: {1}. Run the command check on it. Nothing was left behind.',
      out,
      reason,
    ),
  export_unwritable: ({ out, code, reason }, localize) =>
    localize(
      'The export {0} cannot be written: {1}, and export again. Nothing was left behind.',
      out,
      unwritableText(code, reason, localize),
    ),
};
