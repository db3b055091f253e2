import clients from '../../../sql/export/clients.sql';
import errors from '../../../sql/export/errors.sql';
import latencies from '../../../sql/export/latencies.sql';
import requestsByDay from '../../../sql/export/requestsByDay.sql';
import requestsByHour from '../../../sql/export/requestsByHour.sql';
import requestsByMinute from '../../../sql/export/requestsByMinute.sql';
import { daySeconds, floorTo, hourSeconds, minuteSeconds } from '../../domain/time';
import { withColumns } from '../database/withColumns';
import type { Watermarks } from '../state/watermarks';
import type { ExportTableName } from './exportRequest';

/** A half-open span, unix seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How a table is exported. */
export interface ExportTable {
  /** Rows of [:from, :to) in the order of their first column, unix_seconds; null: the stretches that were not collected. */
  readonly sql: string | null;
  /** What each row tells of, seconds; null for rows that are moments or have a length of their own. */
  readonly periodSeconds: number | null;
  /** The distributions that its latencies are read from. */
  readonly resolution?: 'minute' | 'hour' | 'day';
  /** Of when the table can hold rows: before it they have expired, after it they are not added up yet. */
  readonly reach: (watermarks: Watermarks) => Span;
}

const minutes = ({ minutesFrom }: Watermarks): Span => ({ from: minutesFrom, to: Infinity });
const hours = ({ hoursFrom, rolledUntil }: Watermarks): Span => ({
  from: hoursFrom,
  to: rolledUntil,
});

const days = ({ daysFrom, rolledUntil }: Watermarks): Span => ({
  from: daysFrom,
  to: floorTo(rolledUntil, daySeconds),
});
const always = (): Span => ({ from: 0, to: Infinity });

export const exportTables: Readonly<Record<ExportTableName, ExportTable>> = {
  'requests-by-minute': {
    sql: withColumns(requestsByMinute),
    periodSeconds: minuteSeconds,
    reach: minutes,
  },
  'requests-by-hour': {
    sql: withColumns(requestsByHour),
    periodSeconds: hourSeconds,
    reach: hours,
  },
  'requests-by-day': {
    sql: withColumns(requestsByDay),
    periodSeconds: daySeconds,
    reach: days,
  },
  errors: {
    sql: errors,
    periodSeconds: null,
    reach: always,
  },
  clients: {
    sql: withColumns(clients),
    periodSeconds: hourSeconds,
    reach: ({ clientsFrom }) => ({ from: clientsFrom, to: Infinity }),
  },
  'latencies-by-minute': {
    sql: latencies,
    periodSeconds: minuteSeconds,
    resolution: 'minute',
    reach: minutes,
  },
  'latencies-by-hour': {
    sql: latencies,
    periodSeconds: hourSeconds,
    resolution: 'hour',
    reach: hours,
  },
  'latencies-by-day': {
    sql: latencies,
    periodSeconds: daySeconds,
    resolution: 'day',
    reach: days,
  },
  'not-collected': { sql: null, periodSeconds: null, reach: always },
};
