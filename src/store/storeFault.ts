import type { NoFacts, OneOf } from '../domain/oneOf';

/** What may stand in the place of a file. */
export type Obstacle =
  'folder' | 'pipe' | 'socket' | 'device' | 'link' | 'link_to_nowhere' | 'link_to_itself';

/** What the store could not do, and what is known of it. Files are absolute paths. */
export interface StoreFaults {
  readonly database_closed: { readonly file: string };
  readonly not_open_yet: NoFacts;
  readonly worker_ended: { readonly reason: string };
  readonly obstacle: { readonly path: string; readonly obstacle: Obstacle };

  readonly statement_not_reading: NoFacts;
  readonly several_statements: NoFacts;
  readonly statement_out_of_memory: NoFacts;
  /** In SQLite's words. */
  readonly statement_failed: { readonly reason: string };
  readonly texts_too_long: { readonly rows: number; readonly millions: number };
  readonly statement_timeout: { readonly seconds: number };
  readonly statement_canceled: NoFacts;
  readonly statement_thread_ended: { readonly reason: string };

  readonly export_onto_database: { readonly out: string };
  readonly export_exists: { readonly out: string };
  readonly export_obstacle: { readonly out: string; readonly obstacle: Obstacle };
  /** SQLite could not read what is exported; in its words. */
  readonly export_unreadable: { readonly out: string; readonly reason: string };
  /** Node's code, and what it said. */
  readonly export_unwritable: {
    readonly out: string;
    readonly code: string;
    readonly reason: string;
  };
}

export type StoreFault = OneOf<StoreFaults>;
