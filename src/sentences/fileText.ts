import type { DatabaseDefect, FileAct, Obstacle, SidecarDefect } from '../store/storeFault';
import type { Localize } from './localize';

/** The beginning of a sentence: what the file system could not do. */
export function actText(act: FileAct, path: string, localize: Localize): string {
  switch (act) {
    case 'open':
      return localize('The database {0} cannot be opened', path);
    case 'read':
      return localize('The database {0} cannot be read', path);
    case 'write':
      return localize('The database {0} cannot be written', path);
    case 'write_elsewhere_read':
      return localize('The database {0} can only be read here, not written', path);
    case 'upgrade':
      return localize('The database {0} cannot be upgraded to this version', path);
    case 'compact':
      return localize('The database {0} cannot be compacted', path);
    case 'replace':
      return localize('The compacted database {0} cannot be put in place', path);
    case 'set_aside':
      return localize('The damaged file {0} cannot be set aside', path);
    case 'create_folder':
      return localize('The folder {0} cannot be created', path);
    case 'restore_sidecar':
      return localize('The data beside the database {0} was deleted', path);
  }
}

/** What the file system said of a database, and what to do. */
export function remedyText(code: string | undefined, reason: string, localize: Localize): string {
  switch (code) {
    case 'ENOSPC':
      return localize(
        'the disk is full. Free some space; what is not written yet is kept in memory.',
      );
    case 'EDQUOT':
      return localize(
        'your disk quota is used up. Free some space; what is not written yet is kept in memory.',
      );
    case 'EFBIG':
      return localize(
        'the file may not grow further. Raise the limit, or choose another storage folder.',
      );
    case 'EROFS':
      return localize('the disk is read-only. Choose another storage folder.');
    case 'EACCES':
    case 'EPERM':
      return localize(
        'permission was denied. Give yourself access to the folder, or choose another one.',
      );
    case 'ENOTDIR':
      return localize('a part of the path is not a folder. Choose another storage folder.');
    case 'EEXIST':
      return localize(
        'a file is in the place of a folder. Move it away, or choose another storage folder.',
      );
    case 'EISDIR':
      return localize('a folder is in its place. Move it away, or choose another storage folder.');
    default:
      return localize('{0}. Choose another storage folder.', reason);
  }
}

/** What the file system said of an export, and what to do. */
export function unwritableText(code: string, reason: string, localize: Localize): string {
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

/** Why a file cannot be used, within a sentence. */
export function defectText(defect: DatabaseDefect | SidecarDefect, localize: Localize): string {
  if (typeof defect === 'object') {
    return 'lacks' in defect
      ? localize('its schema was changed: it lacks {0}', defect.lacks)
      : localize('SQLite says "{0}"', defect.sqlite);
  }
  switch (defect) {
    case 'empty':
      return localize('it is empty');
    case 'not_sqlite':
      return localize('it is no SQLite database');
    case 'too_short':
      return localize('it is too short');
    case 'damaged_header':
      return localize('its header is damaged');
    case 'end_missing':
      return localize('its end is missing');
    case 'first_page_missing':
      return localize('its first page is missing');
    case 'foreign':
      return localize('it is not one of our files');
    case 'other_state':
      return localize(
        'it belongs to another state of the database, which was replaced by a copy or written by another program',
      );
    case 'database_gone':
      return localize('its database is gone');
  }
}

/** What stands in the place of a file. */
export function obstacleName(obstacle: Obstacle, localize: Localize): string {
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
