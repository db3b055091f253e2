import { randomUUID } from 'node:crypto';
import type {
  ChartsQuery,
  ChartsReading,
  DashboardQuery,
  TablesReading,
} from '../../protocol/dashboardData';
import { commitMark } from '../database/commitMark';
import type { Connection } from '../database/connection';
import type { Traffic } from '../readModels/dashboard';
import { readCharts, readTables, readTraffic } from '../readModels/dashboard';

/** What was read last, and of what. */
interface Kept extends ChartsReading {
  readonly traffic: Traffic;
  /** The databases as they were: connections are replaced when pages are moved. */
  readonly connection: Connection;
  readonly other: Connection;
  /** What was asked, and the commits of both. */
  readonly stamp: string;
}

/**
 * The traffic that charts were last made from, kept for the tables that follow them. It is valid only until the next
 * commit, so that whatever is shown together comes from one.
 */
export class KeptTraffic {
  #kept: Kept | undefined;

  /** @param other the database that has the period to compare with, which may be the same */
  charts(connection: Connection, query: ChartsQuery, other: Connection): ChartsReading {
    const { reading, charts } = this.#current(connection, query, other);
    return { reading, charts };
  }

  /** @param known the reading whose charts need not come again */
  tables(
    connection: Connection,
    query: DashboardQuery,
    other: Connection,
    known: string,
  ): TablesReading {
    const { reading, charts, traffic } = this.#current(connection, query, other);
    return {
      newer: reading === known ? null : { reading, charts },
      tables: readTables(connection, query, traffic),
    };
  }

  #current(connection: Connection, query: ChartsQuery, other: Connection): Kept {
    const kept = this.#kept;
    const stamp = stampOf(connection, query, other);
    if (kept?.stamp === stamp && kept.connection === connection && kept.other === other) {
      return kept;
    }
    this.#kept = undefined;
    const traffic = readTraffic(connection, query, other);
    const charts = readCharts(connection, traffic);
    this.#kept = { reading: randomUUID(), charts, traffic, connection, other, stamp };
    return this.#kept;
  }
}

function stampOf(connection: Connection, query: ChartsQuery, other: Connection): string {
  const { from, to, bucketSeconds, excludedEndpoints, filter } = query;
  const compared = [query.compareFrom, query.compareTo, query.compareFile];
  const asked = [from, to, bucketSeconds, compared, excludedEndpoints, filter];
  return JSON.stringify([asked, [...new Set([connection, other])].map(commitMark)]);
}
