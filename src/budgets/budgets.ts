import type { EndpointSelection } from '../domain/endpointSelection';
import type { OneOf } from '../domain/oneOf';

/** A part of a line. Lines and characters are counted from 0, characters in UTF-16 units, as editors do. */
export interface LineRange {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** What a file of budgets says. */
export interface Budgets {
  /** Null where the file names none that can be understood. */
  readonly window: BudgetWindow | null;
  readonly ignoresInjectedFaults: boolean;
  /** In the order of the file, without those that a mistake leaves no limit. */
  readonly list: readonly Budget[];
  /** In the order of the file. */
  readonly mistakes: readonly BudgetMistake[];
}

/** What budgets are about: the last seconds, or the newest session, of a name or of any. */
export type BudgetWindow =
  | { readonly kind: 'last'; readonly seconds: number }
  | { readonly kind: 'session'; readonly name: string | null };

/** One entry of the file. */
export type Budget = EndpointsBudget | CoverageBudget;

/** A budget of the endpoints of a selection, which are judged together. */
export interface EndpointsBudget {
  readonly kind: 'endpoints';
  /** As it is written. */
  readonly name: string;
  readonly selection: EndpointSelection;
  readonly at: LineRange;
  /** At least one, in the order of the file. */
  readonly limits: readonly Limit<TrafficLimits>[];
}

/** A budget of what is exercised of the API's documents. */
export interface CoverageBudget {
  readonly kind: 'coverage';
  readonly at: LineRange;
  readonly limits: readonly Limit<CoverageLimits>[];
}

/** What is limited of traffic, and how. */
export interface TrafficLimits {
  /** Failed requests of 100, at most. */
  readonly errorRate: { readonly percent: number };
  /** Milliseconds, at most. */
  readonly latency: { readonly of: Latency; readonly milliseconds: number };
  readonly requests: { readonly comparison: Comparison; readonly count: number };
  /** Nothing else may be seen; ascending. */
  readonly statuses: { readonly allowed: readonly number[] };
}

/** What is limited of coverage: of 100 operations or declared statuses, at least. */
export interface CoverageLimits {
  readonly coveredOperations: { readonly percent: number };
  readonly coveredStatuses: { readonly percent: number };
}

export type LimitFacts = TrafficLimits & CoverageLimits;

export type Limit<Facts = LimitFacts> = OneOf<Facts> & { readonly at: LineRange };

/** Quantiles of handler times, and of whole requests. */
export const latencies = ['p50', 'p95', 'p99', 'wholeP95'] as const;
export type Latency = (typeof latencies)[number];

export type Comparison = '>=' | '<=' | '>' | '<' | '=';

/** What a value has to be. */
export type ValueKind =
  'window' | 'endpoint' | 'percent' | 'duration' | 'comparison' | 'statuses' | 'truth';

/** What of a file cannot be used, and what is known of it. */
export interface MistakeFacts {
  /** It has more UTF-16 units than `most`; nothing of it is read. */
  readonly too_large: { readonly most: number };
  readonly too_deep: unknown;
  /** It has more budgets than `most`; those are read. */
  readonly too_many: { readonly most: number };
  /** `reason` as the parser words it, in English. */
  readonly no_yaml: { readonly reason: string };
  /** A text that begins with a sign that means something else in YAML. */
  readonly unquoted: unknown;
  readonly no_mapping: { readonly keys: readonly string[] };
  readonly no_list: unknown;
  /** `meant`: the key that it is like; null where it is like none. */
  readonly unknown_key: {
    readonly key: string;
    readonly keys: readonly string[];
    readonly meant: string | null;
  };
  readonly repeated_key: { readonly key: string };
  /** One of these is needed. */
  readonly missing_key: { readonly keys: readonly string[] };
  readonly wrong_value: {
    readonly key: string;
    readonly value: string;
    readonly wanted: ValueKind;
  };
  /** `key` is known of all requests together alone. */
  readonly only_of_all: { readonly key: string };
  /** A budget of coverage limits nothing else. */
  readonly beside_coverage: { readonly key: string };
}

export type BudgetMistake = OneOf<MistakeFacts> & { readonly at: LineRange };
