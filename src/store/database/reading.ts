import type { Connection } from './connection';

/** What a store is read with: each piece of work sees one commit, and may be done more than once. */
export interface Reading {
  read<Result>(work: (connection: Connection) => Result): Promise<Result>;
}
