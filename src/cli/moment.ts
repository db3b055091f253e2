import { UsageError } from './usageError';

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Unix seconds of a moment as Prometheus takes it: RFC 3339 or unix seconds.
 * @throws UsageError for anything else
 */
export function momentOf(text: string, option: string): number {
  const seconds = rfc3339.test(text) ? Date.parse(text) / 1000 : unixSeconds(text);
  if (!Number.isFinite(seconds)) {
    throw new UsageError(
      `--${option} ${text} is not a time: write 2026-01-05T12:00:00Z or unix seconds.`,
    );
  }
  return seconds;
}

function unixSeconds(text: string): number {
  return /^\d{1,11}(\.\d+)?$/.test(text) ? Number(text) : NaN;
}
