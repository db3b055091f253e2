import countsSql from '../../../sql/check/counts.sql';
import coverageSql from '../../../sql/check/coverage.sql';
import dayHistogramsSql from '../../../sql/check/dayHistograms.sql';
import daySumsSql from '../../../sql/check/daySums.sql';
import failureHoursSql from '../../../sql/check/failureHours.sql';
import handlerCountsSql from '../../../sql/check/handlerCounts.sql';
import histogramsSql from '../../../sql/check/histograms.sql';
import hourHistogramsSql from '../../../sql/check/hourHistograms.sql';
import hourSumsSql from '../../../sql/check/hourSums.sql';
import integritySql from '../../../sql/check/integrity.sql';
import orphansSql from '../../../sql/check/orphans.sql';
import stateSql from '../../../sql/check/state.sql';
import statusCodesSql from '../../../sql/check/statusCodes.sql';
import timesSql from '../../../sql/check/times.sql';
import { daySeconds, floorTo } from '../../domain/time';
import type { Connection } from '../database/connection';
import { withColumns } from '../database/withColumns';
import { addCounts } from '../latency/sparseCounts';
import { readWatermarks } from '../state/watermarks';
import type { Finding } from './finding';

/** The most findings of one kind that are reported. */
const findingsOfAKind = 20;

const hourSums = withColumns(hourSumsSql);
const daySums = withColumns(daySumsSql);

/** Statements whose only column, finding, is an English sentence on what is wrong. */
const plainChecks = [orphansSql, timesSql, countsSql, statusCodesSql, coverageSql, stateSql];

/**
 * What is wrong with a database of this version's schema: SQLite's own check of every page and index, and the rules
 * that the rows have to keep. The first twenty of each kind; empty when all is well.
 */
export function checkDatabase(connection: Connection): readonly Finding[] {
  const damage = connection
    .all(integritySql)
    .map((row) => row.text('integrity_check'))
    .filter((text) => text !== 'ok');
  if (damage.length > 0) return damage.map((text) => ({ kind: 'damaged_page', text }));
  return [
    ...plainChecks.flatMap((sql) => findings(connection, sql)),
    ...sumFindings(connection),
    ...findings(connection, handlerCountsSql),
    ...histogramFindings(connection),
  ];
}

/** Hours against minutes and days against hours, wherever retention has left both; failed requests by hour. */
function sumFindings(connection: Connection): readonly Finding[] {
  const { rolledUntil, minutesFrom, hoursFrom, daysFrom, failuresFrom } =
    readWatermarks(connection);
  const hours = { from: Math.max(minutesFrom, hoursFrom), to: rolledUntil };
  const days = { from: Math.max(hoursFrom, daysFrom), to: floorTo(rolledUntil, daySeconds) };
  return [
    ...findings(connection, hourSums, hours),
    ...findings(connection, hourHistogramsSql, hours),
    ...findings(connection, daySums, days),
    ...findings(connection, dayHistogramsSql, days),
    ...findings(connection, failureHoursSql, { from: failuresFrom, to: Number.MAX_SAFE_INTEGER }),
  ];
}

function findings(
  connection: Connection,
  sql: string,
  parameters: Readonly<Record<string, number>> = {},
): readonly Finding[] {
  return connection
    .all(sql, parameters)
    .map((row) => ({ kind: 'rows', text: row.text('finding') }));
}

/** Distributions that cannot be read, or whose buckets do not add up to their count. */
function histogramFindings(connection: Connection): readonly Finding[] {
  const found: Finding[] = [];
  connection.each(histogramsSql, {}, (row) => {
    if (found.length >= findingsOfAKind) return;
    const bounds = JSON.parse(row.text('bounds')) as number[];
    const counts = new Array<number>(bounds.length + 1).fill(0);
    const id = row.number('id');
    const text = row.text('counts');
    try {
      addCounts(text, counts);
    } catch {
      found.push({ kind: 'unreadable_counts', id, counts: text });
      return;
    }
    const held = counts.reduce((sum, count) => sum + count, 0);
    const said = row.number('count');
    if (held !== said) found.push({ kind: 'miscounted', id, said, held });
  });
  return found;
}
