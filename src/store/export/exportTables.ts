import clients from '../../../sql/export/clients.sql';
import endpointLatencies from '../../../sql/export/endpointLatencies.sql';
import errors from '../../../sql/export/errors.sql';
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
  /** Rows of [:from, :to) in the order of their first column, unix_seconds. */
  readonly sql: string;
  /** What each row tells of, seconds; null for rows that are moments. */
  readonly periodSeconds: number | null;
  /** Of when the table can hold rows: before it they have expired, after it they are not added up yet. */
  readonly reach: (watermarks: Watermarks) => Span;
}

const hours = ({ hoursFrom, rolledUntil }: Watermarks): Span => ({
  from: hoursFrom,
  to: rolledUntil,
});

export const exportTables: Readonly<Record<ExportTableName, ExportTable>> = {
  'requests-by-minute': {
    sql: withColumns(requestsByMinute),
    periodSeconds: minuteSeconds,
    reach: ({ minutesFrom }) => ({ from: minutesFrom, to: Infinity }),
  },
  'requests-by-hour': {
    sql: withColumns(requestsByHour),
    periodSeconds: hourSeconds,
    reach: hours,
  },
  'requests-by-day': {
    sql: withColumns(requestsByDay),
    periodSeconds: daySeconds,
    reach: ({ daysFrom, rolledUntil }) => ({
      from: daysFrom,
      to: floorTo(rolledUntil, daySeconds),
    }),
  },
  errors: {
    sql: errors,
    periodSeconds: null,
    reach: () => ({ from: 0, to: Infinity }),
  },
  clients: {
    sql: withColumns(clients),
    periodSeconds: hourSeconds,
    reach: ({ clientsFrom }) => ({ from: clientsFrom, to: Infinity }),
  },
  'endpoint-latencies': { sql: endpointLatencies, periodSeconds: hourSeconds, reach: hours },
};
