import type { CompositeKey } from '../domain/compositeKey';
import { joinKey, splitKey } from '../domain/compositeKey';
import { isExcluded } from '../domain/excludedEndpoints';
import { compareText } from '../domain/sorting';
import type { AnswerCount, EndpointAnswers } from '../protocol/answers';
import type {
  ContractCoverage,
  OperationCoverage,
  OperationState,
} from '../protocol/contractCoverage';
import {
  declaredAndSeen,
  declaredByFaultOnly,
  isDeclared,
  isOwn,
} from '../protocol/contractCoverage';
import type { DefinedOperation, Definition } from './definition';
import type { StoredEndpoint } from './matchOperations';

type EndpointNames = readonly ['method', 'endpoint'];
type EndpointKey = CompositeKey<EndpointNames>;

/** The operations of a document, and under which endpoint each is stored (matchOperations). */
export interface MatchedDocument extends Pick<Definition, 'operations'> {
  /** What the document is called. */
  readonly name: string;
  readonly endpoints: readonly StoredEndpoint[];
}

/**
 * The documents' operations beside what was answered; one that several documents define is one.
 * @param excludedEndpoints patterns of endpoints that `answers` leaves out
 */
export function contractCoverage(
  documents: readonly MatchedDocument[],
  answers: readonly EndpointAnswers[],
  excludedEndpoints: readonly string[],
): ContractCoverage {
  const byEndpoint = new Map(answers.map((own) => [keyOf(own.method, own.endpoint), own]));
  const defined = definedOnce(documents);
  const list = [...defined].map(([key, { operation, documents: names }]): OperationCoverage => {
    const [, endpoint] = splitKey(key);
    const own = operationCoverage(operation, endpoint, byEndpoint.get(key)?.statuses ?? []);
    const state = isExcluded(endpoint, excludedEndpoints) ? 'notCounted' : own.state;
    return { ...own, state, documents: names };
  });
  const current = list.filter(({ deprecated }) => !deprecated);
  const counted = current.filter(({ state }) => state !== 'notCounted');
  const count = (state: OperationState): number =>
    current.filter((operation) => operation.state === state).length;
  const countStatuses = (of: (operation: OperationCoverage) => readonly unknown[]): number =>
    counted.reduce((sum, operation) => sum + of(operation).length, 0);
  return {
    operations: {
      total: counted.length,
      covered: count('covered'),
      partly: count('partly'),
      never: count('never'),
      deprecated: list.length - current.length,
      notCounted: count('notCounted'),
    },
    statuses: {
      declared: countStatuses(({ declared }) => declared),
      seen: countStatuses(declaredAndSeen),
      seenByFaultOnly: countStatuses(declaredByFaultOnly),
    },
    undeclared: list.flatMap(({ method, path, declared, seen }) =>
      seen
        .filter((answer) => isOwn(answer) && !isDeclared(declared, answer.status))
        .map(({ status, requests }) => ({ method, path, status, requests })),
    ),
    unknown: answers
      .filter(({ method, endpoint }) => !defined.has(keyOf(method, endpoint)))
      .map(({ method, endpoint, statuses }) => ({
        method,
        path: endpoint,
        requests: statuses.reduce((sum, { requests }) => sum + requests, 0),
      }))
      .sort(
        (a, b) =>
          b.requests - a.requests || compareText(a.path, b.path) || compareText(a.method, b.method),
      ),
    list,
  };
}

/** An operation, and what the documents are called that define it. */
interface DefinedOnce {
  readonly operation: DefinedOperation;
  readonly documents: readonly string[];
}

/** An operation by the key of its endpoint; what several documents declare for it is put together. */
function definedOnce(documents: readonly MatchedDocument[]): ReadonlyMap<EndpointKey, DefinedOnce> {
  const defined = new Map<EndpointKey, DefinedOnce>();
  for (const { name, operations, endpoints } of documents) {
    for (const [position, operation] of operations.entries()) {
      const stored = endpoints[position];
      if (!stored) continue;
      const key = keyOf(stored.method, stored.endpoint);
      const before = defined.get(key);
      defined.set(key, {
        operation: before ? together(before.operation, operation) : operation,
        documents: [...new Set([...(before?.documents ?? []), name])],
      });
    }
  }
  return defined;
}

function together(a: DefinedOperation, b: DefinedOperation): DefinedOperation {
  return {
    ...a,
    operationId: a.operationId ?? b.operationId,
    deprecated: a.deprecated && b.deprecated,
    statuses: [...a.statuses, ...b.statuses],
  };
}

/** An operation beside what the endpoint under which it is stored answered. */
export function operationCoverage(
  { method, path, operationId, deprecated, statuses }: DefinedOperation,
  endpoint: string,
  seen: readonly AnswerCount[],
): Omit<OperationCoverage, 'documents'> {
  const declared = [...new Set(statuses.map(spelled))];
  const operation = { method, path, endpoint, operationId, deprecated, declared, seen };
  return { ...operation, state: stateOf(operation) };
}

function spelled(status: string): string {
  return /^\dxx$/i.test(status) ? status.toUpperCase() : status.toLowerCase();
}

/** One that declares nothing is covered by any answer of its own. */
function stateOf(operation: Pick<OperationCoverage, 'declared' | 'seen'>): OperationState {
  const { declared, seen } = operation;
  const found = declaredAndSeen(operation).length;
  if (declared.length === 0) return seen.some(isOwn) ? 'covered' : 'never';
  if (found === 0) return 'never';
  return found === declared.length ? 'covered' : 'partly';
}

function keyOf(method: string, endpoint: string): EndpointKey {
  return joinKey<EndpointNames>(method, endpoint);
}
