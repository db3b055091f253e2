import type { OneOf } from './oneOf';
import type { Protocol } from './protocol';

/** What traffic can be narrowed down to, by the kind of value that is looked at. */
interface Values {
  readonly protocol: { readonly protocol: Protocol };
  readonly status: { readonly code: number };
  /** Method null: it has none. */
  readonly endpoint: {
    readonly protocol: Protocol;
    readonly method: string | null;
    readonly endpoint: string;
  };
  /** A program, whatever address it has; null: requests that named none. */
  readonly client: { readonly userAgent: string | null };
  /** As an error group is named: injected faults are of any method. */
  readonly errorGroup: {
    readonly protocol: Protocol;
    readonly method: string | null;
    readonly anyMethod: boolean;
    readonly endpoint: string | null;
    readonly errorType: string;
  };
  /** An hour of each week: 0 is Sunday and midnight, of an IANA time zone. */
  readonly hour: { readonly weekday: number; readonly hour: number; readonly timeZone: string };
}

export type ConditionKind = keyof Values;

/** A value in a row of a table, which can be asked for or left out. */
export type ConditionValue = OneOf<Values>;

/** One value that is asked for, or that is left out. */
export type Condition = ConditionValue & { readonly isExcluded: boolean };

/** One of a kind. */
export type ConditionOf<Kind extends ConditionKind> = Extract<Condition, { readonly kind: Kind }>;

/** Every kind, in the order in which sentences name them. */
export const conditionKinds: readonly ConditionKind[] = [
  'status',
  'endpoint',
  'client',
  'errorGroup',
  'protocol',
  'hour',
];

/** More are not kept: each is a chip that a person put there. */
export const mostConditions = 50;

/** The conditions of one kind, those that are asked for or those that are left out. */
export function conditionsOf<Kind extends ConditionKind>(
  conditions: readonly Condition[],
  kind: Kind,
  isExcluded: boolean,
): readonly ConditionOf<Kind>[] {
  return conditions.filter(
    (one): one is ConditionOf<Kind> => one.kind === kind && one.isExcluded === isExcluded,
  );
}

/** With one more; the same value asked for and left out would leave nothing, so that the last word counts. */
export function withCondition(
  conditions: readonly Condition[],
  condition: Condition,
): readonly Condition[] {
  return [...withoutValue(conditions, condition), condition].slice(-mostConditions);
}

/** Without any that speaks of the same value. */
export function withoutValue(
  conditions: readonly Condition[],
  value: ConditionValue,
): readonly Condition[] {
  const key = keyOf(value);
  return conditions.filter((one) => keyOf(one) !== key);
}

/** Without those of a kind. */
export function withoutKind(
  conditions: readonly Condition[],
  kind: ConditionKind,
): readonly Condition[] {
  return conditions.filter((one) => one.kind !== kind);
}

/** Whether a protocol is among those that are asked for, and not left out. */
export function showsProtocol(conditions: readonly Condition[], protocol: Protocol): boolean {
  const is = ({ protocol: own }: ConditionOf<'protocol'>): boolean => own === protocol;
  const wanted = conditionsOf(conditions, 'protocol', false);
  return (
    (wanted.length === 0 || wanted.some(is)) && !conditionsOf(conditions, 'protocol', true).some(is)
  );
}

function keyOf(value: ConditionValue): string {
  switch (value.kind) {
    case 'protocol':
      return JSON.stringify([value.kind, value.protocol]);
    case 'status':
      return JSON.stringify([value.kind, value.code]);
    case 'endpoint':
      return JSON.stringify([value.kind, value.protocol, value.method, value.endpoint]);
    case 'client':
      return JSON.stringify([value.kind, value.userAgent]);
    case 'errorGroup': {
      const { protocol, method, anyMethod, endpoint, errorType } = value;
      return JSON.stringify([value.kind, protocol, anyMethod || method, endpoint, errorType]);
    }
    case 'hour':
      return JSON.stringify([value.kind, value.weekday, value.hour, value.timeZone]);
  }
}
