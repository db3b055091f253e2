import { joined, numberFormat } from '../domain/numberFormat';
import type { ContractCoverage } from '../protocol/contractCoverage';

/** Percentages that must be reached; null: none. */
export interface CoverageMinimums {
  readonly operations: number | null;
  readonly statuses: number | null;
}

/** A minimum that was asked for, and whether it was reached. */
export interface JudgedMinimum {
  readonly name: keyof CoverageMinimums;
  readonly isMet: boolean;
  /** What was asked for and what there is. */
  readonly text: string;
}

/** Exercised operations and seen statuses as fractions of what is defined; null where nothing is. */
export function sharesOf({
  operations,
  statuses,
}: ContractCoverage): Readonly<Record<keyof CoverageMinimums, number | null>> {
  const { total, covered, partly } = operations;
  return {
    operations: total === 0 ? null : (covered + partly) / total,
    statuses: statuses.declared === 0 ? null : statuses.seen / statuses.declared,
  };
}

/** What was asked for; of nothing no share is reached. */
export function judgedMinimums(
  coverage: ContractCoverage,
  minimums: CoverageMinimums,
): readonly JudgedMinimum[] {
  const shares = sharesOf(coverage);
  const { operations, statuses } = coverage;
  const counts = {
    operations: `${operations.covered + operations.partly} of ${operations.total} operations were exercised`,
    statuses: `${statuses.seen} of ${statuses.declared} declared statuses were seen`,
  };
  return (['operations', 'statuses'] as const).flatMap((name) => {
    const minimum = minimums[name];
    if (minimum === null) return [];
    const share = shares[name];
    const percent = share === null ? '' : ` (${joined(numberFormat('en').percent(share))})`;
    const isMet = share !== null && share * 100 >= minimum;
    return [{ name, isMet, text: `${counts[name]}${percent}. The minimum is ${minimum}%.` }];
  });
}
