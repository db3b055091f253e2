import { StoreError } from '../storeError';
import type { Problem } from './networkCalls';
import { serverFault } from './serverFault';
import type { ServerSettings } from './serverSettings';

/** What a server refused to do, or that it is out of reach. */
export class ServerError extends StoreError {
  /** The SQLSTATE, or Node's code. */
  readonly code: string | undefined;
  /** The place in the statement as the server got it, counted from 1. */
  readonly position: number | undefined;

  constructor(problem: Problem, settings: ServerSettings) {
    super(serverFault(problem, settings));
    this.code = problem.code;
    this.position = problem.position;
  }
}
