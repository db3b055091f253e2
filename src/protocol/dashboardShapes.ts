import type { Condition } from '../domain/condition';
import { mostConditions } from '../domain/condition';
import { isTimeZone } from '../domain/hoursOfWeek';
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
  const { kind, at, from, to, path } = value;
  if (kind === 'before' && isTime(at)) return { kind, at };
  if (kind === 'file' && typeof path === 'string') return { kind, path };
  if (kind === 'earlier' && isTime(from)) return { kind, from, ...(isTime(to) && { to }) };
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

/** A condition on traffic. */
export function conditionOf(value: unknown): Condition | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, isExcluded, code, userAgent, protocol, weekday, hour, timeZone } = value;
  if (typeof isExcluded !== 'boolean') return undefined;
  switch (kind) {
    case 'protocol':
      return typeof protocol === 'string' && isProtocol(protocol)
        ? { kind, isExcluded, protocol }
        : undefined;
    case 'status':
      return isWhole(code, 999) ? { kind, isExcluded, code } : undefined;
    case 'client':
      return isTextOrNull(userAgent) ? { kind, isExcluded, userAgent } : undefined;
    case 'endpoint': {
      const name = endpointNameOf(value);
      return name && { kind, isExcluded, ...name };
    }
    case 'errorGroup': {
      const name = errorGroupNameOf(value);
      return name && { kind, isExcluded, ...name };
    }
    case 'hour':
      return isWhole(weekday, 6) &&
        isWhole(hour, 23) &&
        typeof timeZone === 'string' &&
        isTimeZone(timeZone)
        ? { kind, isExcluded, weekday, hour, timeZone }
        : undefined;
    default:
      return undefined;
  }
}

/** All of a list of conditions that are some; undefined for no list. */
export function knownConditions(value: unknown): readonly Condition[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value
    .slice(0, mostConditions)
    .map(conditionOf)
    .filter((one) => one !== undefined);
}

export function isRange(value: unknown): value is Range {
  return ranges.some((range) => range === value);
}

/** Unix seconds. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** From 0 to a greatest one. */
function isWhole(value: unknown, greatest: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= greatest;
}

export function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
