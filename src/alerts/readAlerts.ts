import { isRecord } from '../domain/isRecord';
import type { Alert } from './alert';

/** Reads alerts as they are kept; null for a text that holds anything else. */
export function readAlerts(text: string): readonly Alert[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isAlert) ? value : null;
  } catch {
    return null;
  }
}

function isAlert(value: unknown): value is Alert {
  return (
    isRecord(value) &&
    isRule(value['rule']) &&
    (value['since'] === null || Number.isFinite(value['since'])) &&
    typeof value['isTold'] === 'boolean' &&
    Number.isFinite(value['mutedUntil'])
  );
}

function isRule(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['target'] === 'string' &&
    (value['endpoint'] === null || isEndpointName(value['endpoint'])) &&
    isLimit(value['limit']) &&
    Number.isFinite(value['minutes'])
  );
}

function isEndpointName(value: unknown): boolean {
  return (
    isRecord(value) &&
    ['protocol', 'endpoint'].every((name) => typeof value[name] === 'string') &&
    (value['method'] === null || typeof value['method'] === 'string')
  );
}

function isLimit(value: unknown): boolean {
  if (!isRecord(value)) return false;
  switch (value['kind']) {
    case 'errorRate':
      return Number.isFinite(value['percent']);
    case 'p95':
      return Number.isFinite(value['milliseconds']);
    default:
      return false;
  }
}
