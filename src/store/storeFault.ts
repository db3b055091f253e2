import type { NoFacts, OneOf } from '../domain/oneOf';
import type { TextPlace } from '../domain/textPlace';
import type { ServerFaults } from './postgres/serverFaults';
import type { TrafficReads } from './trafficReader';
import type { TrafficWriter } from './trafficWriter';

/** What may stand in the place of a file. */
export type Obstacle =
  'folder' | 'pipe' | 'socket' | 'device' | 'link' | 'link_to_nowhere' | 'link_to_itself';

/** Why a file is no whole database. */
export type FileDefect =
  'empty' | 'not_sqlite' | 'too_short' | 'damaged_header' | 'end_missing' | 'first_page_missing';

/** Why a sidecar cannot be used with a database. */
export type SidecarDefect = 'foreign' | 'damaged_header' | 'other_state' | 'database_gone';

/** Why a database cannot be used. */
export type DatabaseDefect =
  | FileDefect
  /** What its schema lacks. */
  | { readonly lacks: string }
  /** In SQLite's words. */
  | { readonly sqlite: string };

/** What the file system was asked to do. */
export type FileAct =
  | 'open'
  | 'read'
  | 'write'
  | 'write_elsewhere_read'
  | 'upgrade'
  | 'compact'
  | 'replace'
  | 'set_aside'
  | 'create_folder'
  | 'restore_sidecar';

/** What a TrafficDatabase does, by the name of its method. */
export type StoreWork =
  keyof TrafficWriter | 'setCollecting' | 'goOn' | 'compact' | 'erase' | 'check';

/**
 * What the store could not do, or has to tell, and what is known of it. Files are absolute paths, and reasons are in
 * the words of SQLite or Node.
 */
export interface StoreFaults extends ServerFaults {
  /** Commits are in a file, until a server answers. */
  readonly commits_wait: {
    readonly store: string;
    readonly commits: number;
    readonly path: string;
    readonly why: StoreFault;
  };
  readonly spool_full: { readonly path: string; readonly megabytes: number };
  readonly spool_unusable: { readonly folder: string; readonly reason: string };
  readonly database_closed: { readonly file: string };
  readonly not_open_yet: NoFacts;
  readonly worker_ended: { readonly reason: string };
  readonly obstacle: { readonly path: string; readonly obstacle: Obstacle };
  /** Of an error of none of the other kinds. */
  readonly unexpected: { readonly reason: string };

  /** What the file system threw; its code is that of a failed system call. */
  readonly file_failed: {
    readonly act: FileAct;
    readonly path: string;
    readonly code: string | undefined;
    readonly reason: string;
  };
  readonly work_failed: {
    readonly work: StoreWork;
    readonly file: string;
    readonly reason: string;
  };
  readonly read_failed: {
    readonly read: keyof TrafficReads;
    readonly file: string;
    readonly reason: string;
  };
  readonly opening_failed: { readonly reason: string };
  readonly saving_failed: { readonly reason: string };
  readonly migration_failed: { readonly name: string; readonly reason: string };
  readonly engine_unreadable: { readonly path: string; readonly reason: string };
  readonly engine_damaged: { readonly path: string };

  readonly no_database: { readonly file: string };
  readonly not_a_database: { readonly file: string; readonly defect: FileDefect };
  readonly unreadable_database: { readonly file: string; readonly reason: string };
  readonly unusable_database: { readonly file: string; readonly defect: DatabaseDefect };
  readonly unusable_new_database: { readonly file: string };
  readonly damaged_database: { readonly file: string; readonly damage: string };
  readonly foreign_sidecar: { readonly sidecar: string; readonly file: string };
  /** One table of another program's database; null where it has none. */
  readonly foreign_database: { readonly file: string; readonly table: string | null };
  readonly foreign_traffic: { readonly file: string };
  readonly unfinished_journal: { readonly file: string; readonly journal: string };
  readonly newer_version: { readonly file: string; readonly unknown: readonly string[] };
  /** `reader`: why it is only read, so that it cannot be brought forward. */
  readonly earlier_version: {
    readonly file: string;
    readonly missing: readonly string[];
    readonly reader: StoreFault;
  };
  readonly too_old: { readonly file: string; readonly missing: string };
  readonly changed_schema: { readonly file: string; readonly missing: string };
  readonly no_traffic: { readonly file: string };
  readonly not_exported_here: { readonly file: string; readonly reason: string };
  readonly not_traffic: { readonly file: string; readonly reason: string };

  readonly being_written: { readonly file: string };
  /** Null where it is not known for how long. */
  readonly kept_changing: { readonly file: string; readonly seconds: number | null };
  readonly no_settled_read: NoFacts;
  readonly rearranged: { readonly file: string; readonly times: number };

  readonly file_gone: { readonly file: string };
  readonly file_replaced: { readonly file: string };
  readonly sidecar_replaced: { readonly sidecar: string };
  readonly lock_deleted: { readonly lock: string };
  readonly taken_over: { readonly file: string; readonly isWhileSuspended: boolean };
  readonly written_by_others: { readonly file: string };
  readonly write_lost: NoFacts;
  /** What the last opening told; nothing where another process may have collected meanwhile. */
  readonly opened_anew: { readonly file: string; readonly notices: readonly StoreFault[] };

  readonly collected_elsewhere: {
    readonly file: string;
    readonly process: number;
    readonly host: string;
  };
  readonly about_to_be_collected: { readonly file: string };
  readonly left_to_others: { readonly file: string };
  readonly collected_by_other_version: NoFacts;

  /** Another process is the writer, and did not do what it was asked for. */
  readonly writer_silent: {
    readonly file: string;
    readonly process: number;
    readonly host: string;
  };
  readonly session_running: { readonly name: string };
  /** Whether one of that name was, before. */
  readonly session_not_running: { readonly name: string; readonly hasEnded: boolean };

  readonly database_set_aside: {
    readonly file: string;
    readonly defect: DatabaseDefect;
    readonly aside: string;
  };
  readonly sidecar_set_aside: {
    readonly file: string;
    readonly defect: SidecarDefect;
    readonly aside: string;
  };
  readonly sidecar_left_out: {
    readonly file: string;
    readonly sidecar: string;
    readonly defect: SidecarDefect;
  };
  readonly kept_in_memory: { readonly file: string };

  readonly no_column: { readonly column: string };
  /** The value is JSON. */
  readonly unexpected_value: {
    readonly column: string;
    readonly wanted: 'number' | 'text';
    readonly value: string;
  };
  readonly no_id_of_client: NoFacts;
  readonly no_id_of_bounds: NoFacts;
  readonly unknown_bounds: { readonly id: number };
  readonly unreadable_counts: { readonly text: string };
  readonly too_many_steps: {
    readonly seconds: number;
    readonly stepSeconds: number;
    readonly most: number;
  };

  readonly statement_not_reading: NoFacts;
  readonly several_statements: NoFacts;
  readonly statement_out_of_memory: NoFacts;
  readonly statement_failed: {
    readonly reason: string;
    /** Null where SQLite says nothing of it. */
    readonly place: TextPlace | null;
  };
  readonly texts_too_long: { readonly rows: number; readonly millions: number };
  readonly statement_timeout: { readonly seconds: number };
  readonly statement_canceled: NoFacts;
  readonly statement_thread_ended: { readonly reason: string };

  readonly read_timeout: {
    readonly read: keyof TrafficReads;
    readonly file: string;
    readonly seconds: number;
  };
  readonly read_canceled: { readonly read: keyof TrafficReads; readonly file: string };
  readonly look_timeout: { readonly file: string; readonly seconds: number };
  readonly look_canceled: { readonly file: string };
  readonly reading_canceled: { readonly file: string };

  readonly export_onto_database: { readonly out: string };
  readonly export_exists: { readonly out: string };
  readonly export_obstacle: { readonly out: string; readonly obstacle: Obstacle };
  /** SQLite could not read what is exported. */
  readonly export_unreadable: { readonly out: string; readonly reason: string };
  readonly export_unwritable: {
    readonly out: string;
    readonly code: string;
    readonly reason: string;
  };
}

export type StoreFault = OneOf<StoreFaults>;
