import { isRecord } from '../domain/isRecord';
import { isProtocol } from '../domain/protocol';
import { ranges, type Compare, type Period, type Range } from '../domain/range';
import type { EndpointName, ErrorGroupName } from './readModels';

/**
 * Reads parts of what a dashboard says from values that may be anything: of another version, or from any caller.
 * Undefined for what is none.
 */
export function periodOf(value: unknown): Period | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, range, from, to } = value;
  if (kind === 'between' && isTime(from) && isTime(to) && from < to) return { kind, from, to };
  if (kind === 'since' && isTime(from)) return { kind, from };
  return kind === 'last' && isRange(range) ? { kind, range } : undefined;
}

export function compareOf(value: unknown): Compare | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, at, from, path } = value;
  if (kind === 'before' && isTime(at)) return { kind, at };
  if (kind === 'file' && typeof path === 'string') return { kind, path };
  if (kind === 'earlier' && isTime(from)) return { kind, from };
  return kind === 'none' || kind === 'previous' ? { kind } : undefined;
}

export function endpointNameOf(value: unknown): EndpointName | undefined {
  if (!isRecord(value)) return undefined;
  const { protocol, method, endpoint } = value;
  if (typeof protocol !== 'string' || !isProtocol(protocol)) return undefined;
  if (typeof endpoint !== 'string' || !isTextOrNull(method)) return undefined;
  return { protocol, method, endpoint };
}

export function errorGroupNameOf(value: unknown): ErrorGroupName | undefined {
  if (!isRecord(value)) return undefined;
  const { protocol, method, anyMethod, endpoint, errorType } = value;
  if (typeof protocol !== 'string' || !isProtocol(protocol)) return undefined;
  if (!isTextOrNull(method) || !isTextOrNull(endpoint)) return undefined;
  if (typeof anyMethod !== 'boolean' || typeof errorType !== 'string') return undefined;
  return { protocol, method, anyMethod, endpoint, errorType };
}

export function isRange(value: unknown): value is Range {
  return ranges.some((range) => range === value);
}

/** Unix seconds. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
