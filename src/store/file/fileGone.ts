import { identityAt } from './fileIdentity';

/** What to say of a database whose path leads to nothing, or to another file, while it is open. */
export function fileGone(path: string): string {
  return identityAt(path) === undefined
    ? `The database ${path} was deleted or moved away while it was in use. If collecting goes on, it begins a new one there.`
    : `Another file was put in the place of the database ${path} while it was in use. ` +
        'If collecting goes on, it uses that one, provided that it is a database of ours.';
}
