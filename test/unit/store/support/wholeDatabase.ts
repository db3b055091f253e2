import type { ResultTable } from '../../../../src/domain/resultTable';
import type {
  DashboardCharts,
  DashboardData,
  DashboardQuery,
} from '../../../../src/protocol/dashboardData';
import type { Explanation, ExplainQuery } from '../../../../src/protocol/explanation';
import { DashboardReader } from '../../../../src/store/reader/dashboardReader';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import type { ExportControl, ExportRequest } from '../../../../src/store/export/exportRequest';
import { exportDatabase } from '../../../../src/store/export/exportSteps';
import { systemStoreClock } from '../../../../src/store/file/storeClock';
import type { NamedQuery } from '../../../../src/store/reader/namedQueries';
import { namedQueries, readNamedQuery } from '../../../../src/store/reader/namedQueries';
import { quickCheck } from '../../../../src/store/check/quickCheck';
import { readCharts, readDashboard } from '../../../../src/store/readModels/dashboard';
import { readExplanation } from '../../../../src/store/readModels/explanation';
import { readSql } from '../../../../src/store/reader/readSql';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import type { TrafficDatabaseOptions } from '../../../../src/store/writer/trafficDatabase';
import { TrafficDatabase } from '../../../../src/store/writer/trafficDatabase';
import type { TrafficStore } from '../../../../src/store/trafficStore';

/** All of a store in this thread: what the product does in threads of its own reads what this one wrote. */
export class WholeDatabase extends TrafficDatabase implements TrafficStore {
  readonly #wasmPath: string;
  readonly #dashboards: DashboardReader;

  private constructor(access: DatabaseAccess, rollupHours: number, wasmPath: string) {
    super(access, rollupHours);
    this.#wasmPath = wasmPath;
    this.#dashboards = new DashboardReader(access.engine);
  }

  static override async open({
    wasmPath,
    clock = systemStoreClock,
    rollupIntervalHours = 1,
    ...options
  }: TrafficDatabaseOptions): Promise<WholeDatabase> {
    const engine = await loadSqlEngine(wasmPath);
    const access = await DatabaseAccess.open({ ...options, engine, clock });
    return new WholeDatabase(access, rollupIntervalHours, wasmPath);
  }

  charts(query: DashboardQuery): Promise<DashboardCharts> {
    return this.read('Reading the charts', (connection) =>
      this.#dashboards.read(readCharts, connection, query),
    );
  }

  dashboard(query: DashboardQuery): Promise<DashboardData> {
    return this.read('Reading the dashboard', (connection) =>
      this.#dashboards.read(readDashboard, connection, query),
    );
  }

  explain(query: ExplainQuery): Promise<Explanation> {
    return this.read('Reading a window', (connection) => readExplanation(connection, query));
  }

  query(name: NamedQuery, now: number): Promise<ResultTable> {
    const { title } = namedQueries[name];
    return this.read(`The query "${title}"`, (connection) => readNamedQuery(connection, name, now));
  }

  readSql(sql: string, limit: number): Promise<ResultTable> {
    return this.read('The statement', (connection) => readSql(connection, sql, limit));
  }

  check(): Promise<string | null> {
    return this.read('Checking the pages', quickCheck);
  }

  async exportTo(request: ExportRequest, control?: ExportControl): Promise<boolean> {
    await this.flush();
    const engine = await loadSqlEngine(this.#wasmPath);
    return exportDatabase({ engine, file: this.opened.file }, request, control);
  }

  override async close(): Promise<void> {
    await super.close();
    this.#dashboards.close();
  }
}
