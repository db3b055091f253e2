import type { StoreFault } from '../storeFault';
import { identityAt } from './fileIdentity';

/** What is wrong with a database whose path leads to nothing, or to another file, while it is open. */
export function fileGone(file: string): StoreFault {
  return { kind: identityAt(file) === undefined ? 'file_gone' : 'file_replaced', file };
}
