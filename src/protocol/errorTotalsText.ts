import type { Localize } from '../domain/localize';
import type { NumberFormat } from '../domain/numberFormat';
import type { DashboardCharts, DashboardData } from './dashboardData';
import { conditionsIn } from './trafficFilter';

/**
 * Why the listed errors are not as many as the error rate has: those are told one by one, these are counted by minutes.
 * Null where they are as many, where there is no rate, and where countedWholeText says why.
 */
export function unlistedText(
  data: DashboardData,
  numbers: NumberFormat,
  t: Localize,
): string | null {
  const more = unlisted(data);
  if (data.counted === 'failed' || more === 0) return null;
  if (more > 0) return t('{0} more were counted and are not listed', numbers.count(more));
  if (countedWholeText(data, t) !== null) return null;
  return t('{0} of them counted just outside the range', numbers.count(-more));
}

/** Why none is listed although some were counted; null where none was. */
export function noneListedText(
  data: DashboardData,
  numbers: NumberFormat,
  t: Localize,
): string | null {
  const more = unlisted(data);
  return data.errorTotals.count === 0 && more > 0
    ? t('{0} errors were counted, and none of them is listed.', numbers.count(more))
    : null;
}

/** A row of injected faults that stands for requests of several codes or methods is listed under each of them, whole. */
export function countedWholeText(data: DashboardData, t: Localize): string | null {
  const { filter } = data.query;
  const kinds = conditionsIn(filter).map(({ kind }) => kind);
  const { errorGroups } = data;
  if (kinds.includes('status') && errorGroups.some(({ statusCodes }) => statusCodes.length > 1)) {
    return t('injected faults with several codes count whole');
  }
  const isOfEndpoints = Boolean(filter?.endpoint) || kinds.includes('endpoint');
  const isOfAny = errorGroups.some(({ anyMethod, method }) => anyMethod && method === null);
  return isOfEndpoints && isOfAny && unlisted(data) < 0
    ? t('injected faults of all methods count whole')
    : null;
}

/**
 * Why the codes from 400 on are not as many as the error rate has: gRPC has no such codes, and GraphQL fails with
 * others, too. Of listed faults with several codes nobody knows which had which. Null where they are as many.
 */
export function codelessErrorsText(
  { counted, summary, statusCodes }: DashboardCharts,
  numbers: NumberFormat,
  t: Localize,
): string | null {
  const coded = statusCodes
    .filter(({ code }) => code >= 400)
    .reduce((sum, { requests }) => sum + requests, 0);
  const others = summary.errors - coded;
  if (others <= 0) return null;
  return counted === 'failed'
    ? t('and {0} errors with no or several HTTP codes', numbers.count(others))
    : t('and {0} errors without an HTTP error code', numbers.count(others));
}

function unlisted({ summary, errorTotals }: DashboardData): number {
  return summary.errors - errorTotals.count;
}
