import type { AnswerCount } from './answers';

/**
 * `covered`: every declared status was seen; `partly`: some; `never`: none, whatever else was answered; `notCounted`: its
 * requests are left out, as those to the server's own paths are.
 */
export type OperationState = 'covered' | 'partly' | 'never' | 'notCounted';

/** An operation, and what was answered at it. */
export interface OperationCoverage {
  readonly method: string;
  /** As the document has it. */
  readonly path: string;
  /** The stored name of its endpoint. */
  readonly endpoint: string;
  readonly operationId: string | null;
  /** What the documents are called that define it. */
  readonly documents: readonly string[];
  readonly deprecated: boolean;
  readonly state: OperationState;
  /** `200`, `2XX`, `default`. */
  readonly declared: readonly string[];
  /** Every status that was answered, ascending. */
  readonly seen: readonly AnswerCount[];
}

/**
 * What a client exercised of an API (docs/coverage.md). Counts of operations and statuses are of those that are neither
 * deprecated nor `notCounted`, `covered + partly + never = total`. A deprecated one counts as that alone. A status that injected faults alone may have given is not seen.
 */
export interface ContractCoverage {
  readonly operations: Readonly<Record<OperationState | 'total' | 'deprecated', number>>;
  readonly statuses: Readonly<Record<'declared' | 'seen' | 'seenByFaultOnly', number>>;
  /** Statuses that an operation answered without declaring them. */
  readonly undeclared: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly requests: number;
  }[];
  /** Requests to endpoints that no operation defines, by their stored name. */
  readonly unknown: readonly {
    readonly method: string;
    readonly path: string;
    readonly requests: number;
  }[];
  readonly list: readonly OperationCoverage[];
}

type DeclaredAnswers = Pick<OperationCoverage, 'declared' | 'seen'>;

/** The declared statuses of which an answer was seen, other than by an injected fault. */
export function declaredAndSeen({ declared, seen }: DeclaredAnswers): readonly string[] {
  return declared.filter((status) => isSeen(status, declared, seen.filter(isOwn)));
}

/** The declared statuses that injected faults alone may have given. */
export function declaredByFaultOnly(operation: DeclaredAnswers): readonly string[] {
  const { declared, seen } = operation;
  const own = declaredAndSeen(operation);
  return declared.filter((status) => !own.includes(status) && isSeen(status, declared, seen));
}

/** Whether not all of it may be injected faults. */
export function isOwn({ requests, injected }: AnswerCount): boolean {
  return requests > injected;
}

function isSeen(
  declared: string,
  others: readonly string[],
  answers: readonly AnswerCount[],
): boolean {
  const named = others.filter((status) => status !== 'default');
  return answers.some(({ status }) =>
    declared === 'default' ? !isNamed(named, status) : isNamed([declared], status),
  );
}

/** Whether an operation that declares these declares a status; one that declares nothing declares all. */
export function isDeclared(declared: readonly string[], status: number): boolean {
  return declared.length === 0 || declared.includes('default') || isNamed(declared, status);
}

function isNamed(declared: readonly string[], status: number): boolean {
  return declared.includes(String(status)) || declared.includes(`${Math.floor(status / 100)}XX`);
}

/** How many requests were answered. */
export function requestsOf(seen: readonly AnswerCount[]): number {
  return seen.reduce((sum, { requests }) => sum + requests, 0);
}

/** What no operation defines, of paths that are likely those of one. */
export interface UndefinedOperation {
  readonly method: string;
  /** As a document would have it: `/orders/{orderId}`. */
  readonly path: string;
  /** The stored name of the endpoint with most of the requests, and how many there are. */
  readonly endpoint: string;
  readonly paths: number;
  /** Every status that was answered, ascending. */
  readonly seen: readonly AnswerCount[];
  /** Whether a document can have it. */
  readonly isCreatable: boolean;
}

/** An operation that a document is to have. */
export interface NewOperation {
  /** Upper case. */
  readonly method: string;
  /** A template as documents have it. */
  readonly path: string;
  /** What was answered. */
  readonly statuses: readonly number[];
}

/** What a document is to have of what none defines; null where none can have it. Injected faults declare nothing. */
export function createdFrom({
  method,
  path,
  seen,
  isCreatable,
}: UndefinedOperation): NewOperation | null {
  const statuses = seen.filter(isOwn).map(({ status }) => status);
  return isCreatable ? { method, path, statuses } : null;
}

/** What a dashboard shows of its target's documents. */
export interface CoverageAnswer {
  /** What the documents are called; none where none are known. */
  readonly documents: readonly string[];
  /** Null without documents. */
  readonly coverage: ContractCoverage | null;
  readonly notDefined: readonly UndefinedOperation[];
  /** Requests that no source could attribute to an endpoint. */
  readonly unattributed: number;
}
