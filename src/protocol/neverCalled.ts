import type { Condition, ConditionOf } from '../domain/condition';
import { conditionsOf } from '../domain/condition';
import type { ContractCoverage, UndefinedOperation } from './contractCoverage';

/** Routes without a request in a span. */
export interface NeverCalled {
  /** Of how many. */
  readonly routeCount: number;
  readonly routes: readonly UncalledRoute[];
}

export interface UncalledRoute {
  readonly method: string;
  readonly endpoint: string;
  /** What the documents are called that define it; none: the server lists it. */
  readonly documents: readonly string[];
}

/** The operations of documents that no request met, of those that conditions on endpoints leave. */
export function neverCalledOf(
  { list }: ContractCoverage,
  conditions: readonly Condition[],
): NeverCalled {
  const asked = list.filter(
    (operation) => operation.state !== 'notCounted' && isAskedFor(operation, conditions),
  );
  return {
    routeCount: asked.length,
    routes: asked
      .filter(({ seen }) => seen.length === 0)
      .map(({ method, endpoint, documents }) => ({ method, endpoint, documents })),
  };
}

/** What of an API was called, as far as it is known what the API is. */
export interface CalledApi {
  /** Null without documents. */
  readonly coverage: ContractCoverage | null;
  /** Of the documents, else of the routes that the server lists; null where neither is known. */
  readonly never: NeverCalled | null;
  /** What no document defines; null without documents. */
  readonly notDefined: readonly UndefinedOperation[] | null;
}

/** Whether conditions on endpoints leave a route. */
export function isAskedFor(
  { method, endpoint }: Pick<UncalledRoute, 'method' | 'endpoint'>,
  conditions: readonly Condition[],
): boolean {
  const is = (own: ConditionOf<'endpoint'>): boolean =>
    own.method === method && own.endpoint === endpoint;
  const wanted = conditionsOf(conditions, 'endpoint', false);
  return (
    (wanted.length === 0 || wanted.some(is)) && !conditionsOf(conditions, 'endpoint', true).some(is)
  );
}
