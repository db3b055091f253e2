import { sizeFields, sizesOf } from '../../domain/trafficColumns';
import type { RequestSizes, SizeSums } from '../../domain/trafficColumns';
import type { Row } from '../database/row';

/** The sizes in a row, none where there is no row yet, with those of more requests. */
export function moreSizes(before: Row | undefined, added: RequestSizes): RequestSizes {
  const sizes: SizeSums = sizesOf(added);
  if (!before) return sizes;
  for (const { field, column } of sizeFields) sizes[field] += before.number(column);
  return sizes;
}
