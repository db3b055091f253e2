import { joinKey } from '../domain/compositeKey';
import type { CompositeKey } from '../domain/compositeKey';

/** The key of a type of injected faults and the endpoint whose requests they ended. */
export type FaultKey = CompositeKey<FaultNames>;

type FaultNames = readonly ['type', 'endpoint'];

export function faultKeyOf(type: string, endpoint: string): FaultKey {
  return joinKey<FaultNames>(type, endpoint);
}
