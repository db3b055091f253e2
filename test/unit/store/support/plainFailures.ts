import fc from 'fast-check';
import type { Condition } from '../../../../src/domain/condition';
import type { ErrorEvent } from '../../../../src/domain/commitBatch';
import type { DashboardQuery } from '../../../../src/protocol/dashboardData';
import { errorOf, monday } from './batches';
import { isInHour, meets } from './conditions';

const hour = 3600;

/** The places that failed requests are of. */
export const places = fc.constantFrom(
  { workspaceId: null, environment: null },
  { workspaceId: 'a', environment: 'dev' },
  { workspaceId: 'b', environment: 'dev' },
);
/** Who requests came from, as far as that is known. */
export const senders = fc.constantFrom(
  { clientIp: null, userAgent: null },
  { clientIp: '10.0.0.1', userAgent: 'curl/8.5.0' },
  { clientIp: '10.0.0.2', userAgent: 'curl/8.5.0' },
  { clientIp: '10.0.0.2', userAgent: 'axios/1.7.7' },
  { clientIp: '10.0.0.3', userAgent: null },
);
const metadata = fc.constantFrom<ErrorEvent['metadata']>(
  { path: '/a/1' },
  { path: '/a/2' },
  {},
  { count: 7 },
  { fault: 'http_error', count: 3, statuses: '500 503' },
  { fault: 'timeout', count: 2, statuses: '504' },
  { fault: 'http_error', path: '/a/3' },
);
const seconds = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 400 }));
const timestamp = fc
  .oneof({ weight: 4, arbitrary: seconds }, fc.integer({ min: 0, max: 3 * hour }))
  .map((second) => monday + second);

const anyFailure = fc
  .record({
    timestamp,
    protocol: fc.constantFrom('http', 'grpc'),
    method: fc.constantFrom('GET', 'POST', null),
    endpoint: fc.constantFrom('/a', '/b', '/health/live', null),
    statusCode: fc.constantFrom(404, 500, 503, null),
    errorType: fc.constantFrom('not_found', 'internal_error', 'timeout'),
    errorMessage: fc.constantFrom('one', 'two', null),
    metadata,
    sender: senders,
    place: places,
  })
  .map(({ sender, place, ...event }) => errorOf({ ...event, ...sender, ...place }));

/** Many of one kind, so that a group has more than it brings along. */
const commonFailure = fc
  .record({ timestamp })
  .map((event) => errorOf({ ...event, endpoint: '/a' }));

/** Failed requests of Monday's first hours, with the ids that the database gives them. */
export const failures = fc
  .array(fc.oneof(anyFailure, commonFailure), { maxLength: 120, size: 'max' })
  .map((events) => events.map((event, index) => ({ ...event, id: index + 1 })));

export type Failure = ErrorEvent & { readonly id: number };

/** The one endpoint that some queries look at. */
export const target = { protocol: 'http', method: 'GET', endpoint: '/a' } as const;
/** The type of an injected fault; null for other failures. */
export const faultOf = ({ metadata: { fault } }: Failure): string | null =>
  typeof fault === 'string' ? fault : null;
/** Failed requests that an event stands for. */
export const countOf = (failure: Failure): number => Number(failure.metadata['count'] ?? 1);
export const newestFirst = (a: Failure, b: Failure): number =>
  b.timestamp - a.timestamp || b.id - a.id;

/** Those of a query's span that its filter leaves. */
export function chosenFailures(events: readonly Failure[], query: DashboardQuery): Failure[] {
  const { from, to, filter, excludedEndpoints } = query;
  const isOne = (wanted: string | null | undefined, own: string | null): boolean =>
    (wanted ?? null) === null || wanted === own;
  return events
    .filter((event) => event.timestamp >= from && event.timestamp < to)
    .filter((event) => meets(filter?.conditions ?? [], (one) => hasFailed(event, one)))
    .filter((event) => isOne(filter?.workspaceId, event.workspaceId))
    .filter((event) => isOne(filter?.environment, event.environment))
    .filter((event) => excludedEndpoints.length === 0 || !event.endpoint?.startsWith('/health'))
    .filter(
      ({ protocol, method, endpoint }) =>
        !filter?.endpoint ||
        (protocol === target.protocol && endpoint === target.endpoint && method !== 'POST'),
    );
}

/** Whether a failure has a value, as far as is known: a method that is not known may be any that is asked for. */
function hasFailed(event: Failure, condition: Condition): boolean {
  const { protocol, method, endpoint, statusCode, errorType, userAgent, clientIp } = event;
  const mayBe = method === null && !condition.isExcluded;
  switch (condition.kind) {
    case 'protocol':
      return condition.protocol === protocol;
    case 'status': {
      const { statuses } = event.metadata;
      const several = typeof statuses === 'string' ? statuses.split(' ') : [];
      const isOneOf = !condition.isExcluded && several.includes(String(condition.code));
      return condition.code === statusCode || isOneOf;
    }
    case 'endpoint':
      return (
        condition.protocol === protocol &&
        condition.endpoint === endpoint &&
        (condition.method === method || mayBe)
      );
    case 'client':
      return (userAgent !== null || clientIp !== null) && condition.userAgent === userAgent;
    case 'errorGroup': {
      const methodKey = faultOf(event) === null ? method : null;
      return (
        condition.protocol === protocol &&
        (condition.anyMethod ? null : condition.method) === methodKey &&
        condition.endpoint === endpoint &&
        condition.errorType === errorType
      );
    }
    case 'hour':
      return isInHour(event.timestamp, condition);
  }
}
