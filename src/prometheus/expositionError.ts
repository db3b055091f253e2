import { FaultError } from '../domain/faultError';
import type { NoFacts, OneOf } from '../domain/oneOf';

/** What is wrong in a line, and what is known of it. */
export interface ExpositionProblems {
  readonly body_ends_in_line: NoFacts;
  readonly body_ends_without_mark: NoFacts;
  readonly text_after_mark: NoFacts;
  readonly line_too_long: NoFacts;
  readonly line_empty: NoFacts;
  readonly not_utf8: NoFacts;
  readonly blank_expected: { readonly place: 'before_value' | 'after_value' | 'after_timestamp' };
  readonly byte_expected: { readonly byte: string };
  readonly text_after: { readonly part: 'timestamp' | 'exemplar' };
  readonly metadata_expected: NoFacts;
  readonly metric_type_expected: NoFacts;
  readonly metric_name_expected: NoFacts;
  readonly label_name_expected: NoFacts;
  readonly label_name_reserved: { readonly label: string };
  readonly label_twice: { readonly label: string };
  readonly label_begins_with_digit: NoFacts;
  readonly label_value_open: NoFacts;
  readonly escape_unknown: NoFacts;
  readonly value_missing: NoFacts;
  readonly value_no_number: NoFacts;
  readonly value_out_of_range: NoFacts;
  readonly timestamp_no_number: NoFacts;
  readonly timestamp_not_whole: NoFacts;
  readonly timestamp_out_of_range: NoFacts;
}

export type ExpositionProblem = OneOf<ExpositionProblems>;

/** What is wrong in a body, and where. */
export interface ExpositionFault {
  readonly problem: ExpositionProblem;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in bytes. */
  readonly column: number;
}

/**
 * A body that is no exposition, or only a part of one. Nothing of it may be used, also not the
 * samples that were handed out before the error.
 */
export class ExpositionError extends FaultError<ExpositionFault> {
  override readonly name = 'ExpositionError';
}
