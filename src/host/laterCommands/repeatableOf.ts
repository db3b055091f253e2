import { isRecord } from '../../domain/isRecord';
import type { RepeatableRequest } from '../../protocol/webviewMessages';

/** The request that a row is about, as it can be repeated; undefined if the argument is no such row. */
export function repeatableOf(argument: unknown): RepeatableRequest | undefined {
  if (!isRecord(argument)) return undefined;
  const row = argument['error'] ?? argument['group'] ?? argument['endpoint'];
  if (!isRecord(row)) return undefined;
  const { method, requestId } = row;
  const path = row['path'] ?? row['endpoint'];
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  return { method, path, requestId: typeof requestId === 'string' ? requestId : null };
}
