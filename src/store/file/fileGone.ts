import { identityAt } from './fileIdentity';

/** What to say of a database whose path leads to nothing, or to another file, while it is open. */
export function fileGone(path: string): string {
  return identityAt(path) === undefined
    ? `The database ${path} was deleted or moved while it was in use. If collecting continues, it starts a new one there.`
    : `Another file replaced the database ${path} while it was in use. ` +
        'If collecting continues, it uses that file, provided it is a traffic database.';
}
