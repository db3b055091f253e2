import watermarksSql from '../../../sql/readModels/watermarks.sql';
import type { Connection } from '../database/connection';

/**
 * From where on, and up to where, the tables hold what was collected, unix seconds; 0 where nothing happened yet.
 * Before one that ends in `From`, retention has deleted rows, so none that are left are relied upon.
 */
export interface Watermarks {
  /** Hours before it are rolled up, and days that end before it. */
  readonly rolledUntil: number;
  /** The collector writes no minute before it again; undefined where no collector said so. */
  readonly finalBefore: number | undefined;
  /** The start of an hour. */
  readonly minutesFrom: number;
  /** The start of a day. */
  readonly hoursFrom: number;
  readonly daysFrom: number;
  /** The start of a day. */
  readonly clientsFrom: number;
  /** Since when failed requests are counted by hour; the start of one. */
  readonly failuresFrom: number;
  /** Since when they are counted by who sent them, too; the start of an hour. */
  readonly sendersFrom: number;
  /** When the last failed request was. */
  readonly lastFailure: number;
}

/** Hours and days from here on can be rolled up again: what they are made from is all there. Unix seconds. */
export function rolledAnewFrom({ minutesFrom, hoursFrom, clientsFrom }: Watermarks): number {
  return Math.max(minutesFrom, hoursFrom, clientsFrom);
}

export function readWatermarks(connection: Connection): Watermarks {
  const rows = connection.all(watermarksSql);
  const values = new Map(rows.map((row) => [row.text('key'), row.number('value')]));
  return {
    rolledUntil: values.get('rolled_until') ?? 0,
    finalBefore: values.get('final_before'),
    minutesFrom: values.get('minutes_from') ?? 0,
    hoursFrom: values.get('hours_from') ?? 0,
    daysFrom: values.get('days_from') ?? 0,
    clientsFrom: values.get('clients_from') ?? 0,
    failuresFrom: values.get('failures_from') ?? 0,
    sendersFrom: values.get('senders_from') ?? 0,
    lastFailure: values.get('last_failure') ?? 0,
  };
}
