import { joined } from '../../src/domain/numberFormat';
import type { NumberFormat } from '../../src/domain/numberFormat';
import type { CellValue, ColumnKind, ResultColumn } from '../../src/domain/resultTable';
import type { SortValue } from '../../src/domain/sorting';
import type { TimeFormat } from '../../src/domain/timeFormat';

/** What stands for NULL, apart from every text by its colour. */
export const nullText = 'NULL';

/** How the store hands on an integer that a number cannot hold: as text. */
const longInteger = /^-?\d{16,19}$/;

/** Whether a column holds numbers only, and so is aligned right. */
export function isNumeric({ values }: ResultColumn): boolean {
  if (values instanceof Float64Array) return true;
  return (
    values.some((value) => value !== null) &&
    values.every((value) => value === null || isNumber(value))
  );
}

function isNumber(value: number | string): boolean {
  return typeof value === 'number' || isLongInteger(value);
}

function isLongInteger(text: string): boolean {
  return longInteger.test(text) && !Number.isSafeInteger(Number(text));
}

/** What a value of a result is sorted by: long integers are near enough to their number for that. */
export function sortValue(value: CellValue): SortValue {
  return typeof value === 'string' && isLongInteger(value) ? Number(value) : value;
}

/** A value of a result as text: as its column's kind is written, and else with all its digits. */
export function cellText(
  kind: ColumnKind | null,
  value: CellValue,
  numbers: NumberFormat,
  times: TimeFormat,
): string {
  if (value === null) return nullText;
  if (typeof value === 'string') return isLongInteger(value) ? numbers.exact(value) : value;
  return kind ? kindText(kind, value, numbers, times) : numbers.exact(value);
}

function kindText(
  kind: ColumnKind,
  value: number,
  numbers: NumberFormat,
  times: TimeFormat,
): string {
  switch (kind) {
    case 'time':
      return times.dated(value);
    case 'count':
      return numbers.count(value);
    case 'average':
      return numbers.hundredths(value);
    case 'percent':
      return joined(numbers.percent(value / 100));
    case 'milliseconds':
      return joined(numbers.milliseconds(value));
    case 'handlerAverage':
      return joined(numbers.handlerAverage(value));
    case 'handlerQuantile':
      return joined(numbers.wholeMilliseconds(Math.ceil(value)));
  }
}
