import { Client } from 'pg';
import { floorTo, hourSeconds, minuteSeconds } from '../../src/domain/time';
import type { PostgresAddress } from '../../test/support/postgresServer';
import { copiedOut, copyIn } from './copyStreams';

/** The rows that a minute of the load writes, by their table: those of the minute, and those that it replaces. */
function written(minute: number): readonly (readonly [table: string, condition: string])[] {
  const hour = floorTo(minute, hourSeconds);
  const ofMinute = `timestamp >= ${minute} AND timestamp < ${minute + minuteSeconds}`;
  return [
    ['metrics_aggregates_minute', ofMinute],
    ['latency_histograms', `resolution = 'minute' AND ${ofMinute} OR resolution = 'all'`],
    ['endpoint_stats', 'true'],
    ['error_events', ofMinute],
    ['client_analytics', `timestamp = ${hour}`],
    ['client_tallies', 'true'],
    ['failure_hours', `timestamp = ${hour}`],
    ['collector_state', 'true'],
  ];
}

/** Writes the rows of a minute, as a target of its own, by COPY in one transaction: the least that PostgreSQL can do. */
export class CopiedMinute {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async open(address: PostgresAddress): Promise<CopiedMinute> {
    const client = new Client(address);
    await client.connect();
    await client.query('SET search_path = mockforge_analytics');
    return new CopiedMinute(client);
  }

  /** What a target's minute has come to, in rows. */
  async rowsOf(target: string, minute: number): Promise<number> {
    let rows = 0;
    for (const [table, condition] of written(minute)) {
      const sql = `SELECT COUNT(*)::int AS n FROM ${table} WHERE target_id = $1 AND (${condition})`;
      const { rows: counted } = await this.#client.query<{ readonly n: number }>(sql, [target]);
      rows += counted[0]?.n ?? 0;
    }
    return rows;
  }

  /** Copies what a target wrote for a minute to a new target. @returns for how long it was written, ms */
  async copy(from: string, minute: number, to: string): Promise<number> {
    const copies: [table: string, rows: Buffer][] = [];
    for (const [table, condition] of written(minute)) {
      const columns = await this.#columnsOf(table);
      const values = columns.map((column) => (column === 'target_id' ? `'${to}'` : column));
      const query = `SELECT ${values.join(', ')} FROM ${table} WHERE target_id = '${from}' AND (${condition})`;
      copies.push([`${table} (${columns.join(', ')})`, await copiedOut(this.#client, query)]);
    }
    const start = performance.now();
    await this.#client.query('BEGIN');
    for (const [table, rows] of copies) await copyIn(this.#client, table, rows);
    await this.#client.query('COMMIT');
    return performance.now() - start;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  /** Ids are given by the table, as they were to the rows that are copied. */
  async #columnsOf(table: string): Promise<string[]> {
    const sql = `SELECT column_name AS name FROM information_schema.columns
      WHERE table_schema = 'mockforge_analytics' AND table_name = $1 AND is_identity = 'NO'`;
    const { rows } = await this.#client.query<{ readonly name: string }>(sql, [table]);
    return rows.map(({ name }) => name);
  }
}
