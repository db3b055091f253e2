import { parseTrafficKey } from '../../domain/trafficKey';
import type { TrafficKey } from '../../domain/trafficKey';
import { statusesOfFault } from '../../mockforge/faults';
import type { OpenInterval, WaitingFault } from './accountState';

/** Faults that could equally well have ended the same requests. */
export interface FaultGroup {
  /** The same for the same group, however its faults are ordered. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** What they answer with; empty for any error. */
  readonly statuses: readonly number[];
  /** Kinds of methods that their endpoints take: that the log has seen there, and that only the routes tell. */
  readonly seen: readonly string[];
  readonly unseen: readonly string[];
  /** They met reads of ours. */
  readonly isOurs: boolean;
  readonly members: WaitingFault[];
  count: number;
}

/** Methods that an endpoint takes. */
export interface EndpointMethods {
  /** The log has seen them there. */
  readonly seen: Iterable<string>;
  /** Its routes have them. */
  readonly routed: Iterable<string>;
}

/** How far apart the counters of a fault and of its request may be read, ms. */
export const slackMs = 2000;

/** Methods of RFC 9110 and PATCH; others are not told apart, so that there are few groups whatever clients send. */
const knownMethods: ReadonlySet<string> = new Set(
  'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH'.split(' '),
);

/** How methods are told apart when faults are matched. */
export function methodKind(method: string | null): string {
  return method !== null && knownMethods.has(method) ? method : '';
}

export function groupsOf(
  faults: readonly WaitingFault[],
  methodsOf: (endpoint: string) => EndpointMethods,
): FaultGroup[] {
  const known = new Map<string, Pick<FaultGroup, 'seen' | 'unseen'>>();
  const groups = new Map<string, FaultGroup>();
  for (const fault of faults) {
    const { from, to, type, endpoint, count } = fault;
    const methods = known.get(endpoint) ?? kindsOf(methodsOf(endpoint));
    known.set(endpoint, methods);
    const { seen, unseen } = methods;
    const statuses = statusesOfFault(type);
    const isOurs = fault.ourMilliseconds !== undefined;
    const key = [from, to, statuses.join(), isOurs, seen.join(), unseen.join()].join(' ');
    const group = groups.get(key);
    if (group) {
      group.members.push(fault);
      group.count += count;
    } else {
      const members = [fault];
      groups.set(key, { key, from, to, statuses, seen, unseen, isOurs, members, count });
    }
  }
  return [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function kindsOf({ seen, routed }: EndpointMethods): Pick<FaultGroup, 'seen' | 'unseen'> {
  const ofLog = new Set([...seen].map(methodKind));
  const ofRoutes = new Set([...routed].map(methodKind));
  return {
    seen: [...ofLog].sort(),
    unseen: [...ofRoutes].filter((kind) => !ofLog.has(kind)).sort(),
  };
}

/** A fault and the request it ended are counted within moments, at most on two sides of one scrape. */
export function areNear(
  fault: Pick<WaitingFault, 'from' | 'to'>,
  interval: Pick<OpenInterval, 'from' | 'to'>,
): boolean {
  return interval.to >= fault.from - slackMs && interval.from <= fault.to + slackMs;
}

/** Whether requests of a key can have been ended by an injected fault. */
export function isFailed(key: TrafficKey): boolean {
  const { protocol, status } = parseTrafficKey(key);
  return protocol === 'http' && (status ?? 0) >= 400;
}
