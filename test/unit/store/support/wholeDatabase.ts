import type { ResultTable } from '../../../../src/domain/resultTable';
import type { ExportControl, ExportRequest } from '../../../../src/store/export/exportRequest';
import { exportDatabase } from '../../../../src/store/export/exportSteps';
import { systemStoreClock } from '../../../../src/store/file/storeClock';
import { OtherDatabase } from '../../../../src/store/reader/otherDatabase';
import type { Reads } from '../../../../src/store/reader/reads';
import { readsBeside } from '../../../../src/store/reader/reads';
import { readSql } from '../../../../src/store/sqljs/readSql';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import type { TrafficReader, TrafficReads } from '../../../../src/store/trafficReader';
import type { TrafficStore } from '../../../../src/store/trafficStore';
import type { CallsOf } from '../../../../src/store/worker/remoteApi';
import type { TrafficDatabaseOptions } from '../../../../src/store/writer/trafficDatabase';
import { TrafficDatabase } from '../../../../src/store/writer/trafficDatabase';

type Request<Name extends keyof TrafficReads> = CallsOf<TrafficReads>[Name]['request'];
type Response<Name extends keyof TrafficReads> = CallsOf<TrafficReads>[Name]['response'];

/** All of a store in this thread: what the product does in threads of its own reads what this one wrote. */
export class WholeDatabase extends TrafficDatabase implements TrafficReader, TrafficStore {
  readonly #wasmPath: string;
  readonly #other: OtherDatabase;
  readonly #reads: Reads;

  private constructor(access: DatabaseAccess, rollupHours: number, wasmPath: string) {
    super(access, rollupHours);
    this.#wasmPath = wasmPath;
    this.#other = new OtherDatabase(access.engine);
    this.#reads = readsBeside(this.#other);
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

  get writer(): this {
    return this;
  }

  get reader(): this {
    return this;
  }

  get maintenance(): this {
    return this;
  }

  get file(): this {
    return this;
  }

  get name(): string {
    return this.opened.file;
  }

  summary(...request: Request<'summary'>): Promise<Response<'summary'>> {
    return this.#readBy('summary', request);
  }

  minutes(...request: Request<'minutes'>): Promise<Response<'minutes'>> {
    return this.#readBy('minutes', request);
  }

  topEndpoints(...request: Request<'topEndpoints'>): Promise<Response<'topEndpoints'>> {
    return this.#readBy('topEndpoints', request);
  }

  errorGroups(...request: Request<'errorGroups'>): Promise<Response<'errorGroups'>> {
    return this.#readBy('errorGroups', request);
  }

  errorsOfGroup(...request: Request<'errorsOfGroup'>): Promise<Response<'errorsOfGroup'>> {
    return this.#readBy('errorsOfGroup', request);
  }

  errorGroup(...request: Request<'errorGroup'>): Promise<Response<'errorGroup'>> {
    return this.#readBy('errorGroup', request);
  }

  errorsSince(...request: Request<'errorsSince'>): Promise<Response<'errorsSince'>> {
    return this.#readBy('errorsSince', request);
  }

  marks(...request: Request<'marks'>): Promise<Response<'marks'>> {
    return this.#readBy('marks', request);
  }

  sessions(...request: Request<'sessions'>): Promise<Response<'sessions'>> {
    return this.#readBy('sessions', request);
  }

  erasable(...request: Request<'erasable'>): Promise<Response<'erasable'>> {
    return this.#readBy('erasable', request);
  }

  restarts(...request: Request<'restarts'>): Promise<Response<'restarts'>> {
    return this.#readBy('restarts', request);
  }

  charts(...request: Request<'charts'>): Promise<Response<'charts'>> {
    return this.#readBy('charts', request);
  }

  selectionTraffic(...request: Request<'selectionTraffic'>): Promise<Response<'selectionTraffic'>> {
    return this.#readBy('selectionTraffic', request);
  }

  endpointNumbers(...request: Request<'endpointNumbers'>): Promise<Response<'endpointNumbers'>> {
    return this.#readBy('endpointNumbers', request);
  }

  answers(...request: Request<'answers'>): Promise<Response<'answers'>> {
    return this.#readBy('answers', request);
  }

  calledEndpoints(...request: Request<'calledEndpoints'>): Promise<Response<'calledEndpoints'>> {
    return this.#readBy('calledEndpoints', request);
  }

  tables(...request: Request<'tables'>): Promise<Response<'tables'>> {
    return this.#readBy('tables', request);
  }

  dashboard(...request: Request<'dashboard'>): Promise<Response<'dashboard'>> {
    return this.#readBy('dashboard', request);
  }

  explain(...request: Request<'explain'>): Promise<Response<'explain'>> {
    return this.#readBy('explain', request);
  }

  compareSpans(...request: Request<'compareSpans'>): Promise<Response<'compareSpans'>> {
    return this.#readBy('compareSpans', request);
  }

  storedSpan(...request: Request<'storedSpan'>): Promise<Response<'storedSpan'>> {
    return this.#readBy('storedSpan', request);
  }

  overview(...request: Request<'overview'>): Promise<Response<'overview'>> {
    return this.#readBy('overview', request);
  }

  query(...request: Request<'query'>): Promise<Response<'query'>> {
    return this.#readBy('query', request);
  }

  until(): this {
    return this;
  }

  readSql(sql: string, limit: number): Promise<ResultTable> {
    return this.read('check', (connection) => readSql(connection, sql, limit));
  }

  async exportTo(request: ExportRequest, control?: ExportControl): Promise<boolean> {
    await this.flush();
    const engine = await loadSqlEngine(this.#wasmPath);
    return exportDatabase({ engine, file: this.opened.file }, request, control);
  }

  override async close(): Promise<void> {
    await super.close();
    this.#other.close();
  }

  #readBy<Name extends keyof TrafficReads>(
    name: Name,
    request: Request<Name>,
  ): Promise<Response<Name>> {
    return this.read('check', (connection) => this.#reads[name](connection, ...request));
  }
}
