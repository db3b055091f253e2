import { errorMessage } from '../domain/errorMessage';
import type { Obstacle, StoreFault, StoreFaults } from '../store/storeFault';
import type { Localize, Wording } from './localize';
import { worded } from './localize';

/** What the store threw, as people read it. */
export function storeText(error: unknown, localize: Localize): string {
  return isStoreFault(error) ? worded(sentences, error.fault, localize) : errorMessage(error);
}

function isStoreFault(error: unknown): error is { readonly fault: StoreFault } {
  return (
    error instanceof Error &&
    error.name === 'StoreError' &&
    'fault' in error &&
    error.fault !== undefined
  );
}

const sentences: Wording<StoreFaults> = {
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

/** What the file system said, and what to do. */
function unwritableText(code: string, reason: string, localize: Localize): string {
  switch (code) {
    case 'ENOSPC':
      return localize('the disk is full. Free some space, or choose another folder');
    case 'EDQUOT':
      return localize('your disk quota is used up. Free some space, or choose another folder');
    case 'EFBIG':
      return localize('a file may not grow that large there. Choose another folder');
    case 'EROFS':
      return localize('the disk is read-only. Choose another folder');
    case 'EACCES':
    case 'EPERM':
      return localize('permission was denied. Choose another folder');
    case 'ENOENT':
      return localize('there is no such folder. Choose another one');
    case 'ENOTDIR':
      return localize('a part of the path is not a folder. Choose another one');
    case 'EISDIR':
      return localize('a folder is in its place. Choose another name');
    default:
      return localize('{0}. Choose another folder', reason);
  }
}

function obstacleName(obstacle: Obstacle, localize: Localize): string {
  switch (obstacle) {
    case 'folder':
      return localize('a folder');
    case 'pipe':
      return localize('a pipe');
    case 'socket':
      return localize('a socket');
    case 'device':
      return localize('a device');
    case 'link':
      return localize('a link');
    case 'link_to_nowhere':
      return localize('a link that leads nowhere');
    case 'link_to_itself':
      return localize('a link that leads back to itself');
  }
}
