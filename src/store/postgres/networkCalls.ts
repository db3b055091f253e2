import type { CellValue } from '../../domain/resultTable';
import type { MessagePort } from 'node:worker_threads';
import type { ServerSettings } from './serverSettings';

/** A connection that the network thread makes, and the port at which it is spoken to. */
export interface Announcement {
  readonly port: MessagePort;
  readonly signal: SharedArrayBuffer;
  readonly settings: ServerSettings;
  /** How the connection is called on the server. */
  readonly application: string;
  /** The server ends a statement that takes longer. */
  readonly statementSeconds: number;
  /** A server that is to answer and says nothing for so long is out of reach. */
  readonly silentSeconds: number;
}

/** A connection that is told of commits into the target of its settings. */
export interface ListeningAnnouncement {
  readonly port: MessagePort;
  readonly settings: ServerSettings;
  readonly application: string;
}

/** What comes from it; with a problem it has ended. */
export type Heard = 'listening' | 'commit' | Problem;

/** Places in the signal: answers given so far, and a count that grows each second while something is done. */
export const answers = 0;
export const beats = 1;
export const signalBytes = 8;

/** A statement to run; its text comes with the first use of its id. */
export interface StatementCommand {
  readonly statement: number;
  readonly text: string | undefined;
  readonly values: readonly (string | null)[];
}

export type Command =
  | StatementCommand
  /** Statements without parameters and results. */
  | { readonly script: string }
  /** A statement that is not used any more. */
  | { readonly forget: number };

/** Commands are statements, or one script alone. */
export type Ask =
  /** Run, and say nothing unless something fails: then that is the next answer. */
  | { readonly ask: 'run'; readonly commands: readonly Command[] }
  /** Run, and answer with the rows of the last command. */
  | { readonly ask: 'answer'; readonly commands: readonly Command[] }
  /** Run, and answer with the rows of all commands. */
  | { readonly ask: 'each'; readonly commands: readonly StatementCommand[] }
  /** The types of a statement's parameters, as values of one row. */
  | { readonly ask: 'types'; readonly text: string }
  /** The first `rows` rows of a statement, which `more` and `enough` refer to. */
  | { readonly ask: 'read'; readonly command: StatementCommand; readonly rows: number }
  | { readonly ask: 'more' }
  | { readonly ask: 'enough' };

/** Whether it is a script that is asked for. */
export function hasScript({ commands }: { readonly commands: readonly Command[] }): boolean {
  return commands.some((command) => 'script' in command);
}

/** Rows, one after the other in `values`. */
export interface Rows {
  readonly columns: readonly string[];
  readonly values: readonly CellValue[];
  /** How many values there are up to the end of each command whose rows were asked for. */
  readonly ends: readonly number[];
  /** How many rows the last statement has read or changed, where it says so. */
  readonly count: number;
  /** There are or may be more: `more` brings them. */
  readonly isCut: boolean;
}

/** What PostgreSQL, Node or `pg` says is wrong. */
export interface Problem {
  /** The SQLSTATE, or Node's code. */
  readonly code: string | undefined;
  readonly message: string;
  /** The place in the statement, counted from 1. */
  readonly position: number | undefined;
  /** The connection is of no more use. */
  readonly isEnd: boolean;
}

export const noRows: Rows = { columns: [], values: [], ends: [], count: 0, isCut: false };

export type Answer = { readonly rows: Rows } | { readonly problem: Problem };

/** What is told for a network thread that can no longer do so. */
export const threadEnded: Problem = {
  code: undefined,
  message: 'Connection terminated: the network thread has ended',
  position: undefined,
  isEnd: true,
};

/** What is told for a connection that was closed here. */
export const connectionClosed: Problem = {
  ...threadEnded,
  message: 'Connection terminated: it was closed',
};
