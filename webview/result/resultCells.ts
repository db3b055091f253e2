import type { CellValue, ResultColumn } from '../../src/domain/resultTable';
import { unknown } from '../../src/domain/numberFormat';
import type { NumberFormat } from '../../src/domain/numberFormat';
import type { TimeFormat } from '../../src/domain/timeFormat';

/** Column names that hold unix seconds in the tables of the store. */
const timeName = /(^|_)(timestamp|time|minute|at|seen|first|last|since|until)$/i;

/** Unix seconds from 2001 to 2128; what lies outside is some other number. */
const timeRange = [1e9, 5e9] as const;

/** Whether a column holds numbers only, and so is aligned right. */
export function isNumeric({ values }: ResultColumn): boolean {
  if (values instanceof Float64Array) return true;
  return (
    values.some((value) => value !== null) && values.every((value) => typeof value !== 'string')
  );
}

/** Whether a column holds numbers of which some are no whole ones. */
export function hasFractions({ values }: ResultColumn): boolean {
  return values.some(
    (value) => typeof value === 'number' && value % 1 !== 0 && !Number.isNaN(value),
  );
}

/**
 * A value of a result as text: numbers in the user's locale, times as local times, NULL as unknown. Where a column
 * has fractions, all its numbers have decimals.
 */
export function cellText(
  column: string,
  value: CellValue,
  isFractional: boolean,
  numbers: NumberFormat,
  times: TimeFormat,
): string {
  if (value === null) return unknown;
  if (typeof value === 'string') return value;
  const [from, to] = timeRange;
  return timeName.test(column) && value >= from && value < to
    ? times.full(value)
    : isFractional
      ? numbers.hundredths(value)
      : numbers.plain(value);
}
