import type { ResultTable } from '../../domain/resultTable';
import type { Connection, SqlParameters } from '../database/connection';
import { Row } from '../database/row';
import type { SqlValue } from '../database/row';
import { TableBuilder } from '../database/tableBuilder';
import { arrayText, insertOfMany, mayBeOfMany, selectOfMany } from './manyRows';
import type { Network, NetworkCaller } from './network';
import type { Ask, Command, Rows, StatementCommand } from './networkCalls';
import { connectionClosed } from './networkCalls';
import { ServerError } from './serverError';
import type { ServerSettings } from './serverSettings';
import { Statements } from './statementIds';
import { parameterText } from './values';

/** Statements that are sent ahead in one message, and in all without a word of the server that it came so far. */
const aheadInMessage = 100;
const aheadInAll = 2000;
/** Rows that are fetched at a time where not all are held. */
const portion = 2000;

/** What becomes of statements that were written for another engine. */
export interface Dialect {
  /** Of one, which may have parameters. */
  readonly statement: (sql: string) => string;
  /** Of several that have none. */
  readonly script: (sql: string) => string;
  /** Of a parameter's value, by its name. */
  readonly value: (name: string, value: SqlValue) => SqlValue;
}

/** Where a session is, and what it may take. */
export interface PostgresOptions {
  readonly settings: ServerSettings;
  /** How the connection is called on the server, up to 63 bytes. */
  readonly application: string;
  /** The server ends a statement that takes longer. */
  readonly statementSeconds: number;
  /** For how long the server may say nothing while it is to answer; left out: ten seconds more than a statement takes. */
  readonly silentSeconds?: number;
  /** How statements are written for PostgreSQL; left out: as they are given. */
  readonly dialect?: Dialect;
  /** Called before each statement but those of execute(), and may throw. */
  readonly beforeStatement?: () => void;
}

const asGiven: Dialect = {
  statement: (sql) => sql,
  script: (sql) => sql,
  value: (_, value) => value,
};

/** A statement whose rows are still being visited. */
interface Reading {
  /** Fetched, and not visited yet. */
  readonly fetched: Rows[];
  hasMore: boolean;
}

/**
 * One session of a PostgreSQL, whose calls wait for the network thread. Statements of a transaction that have no result
 * are sent ahead: what is wrong with one is thrown by the next call that waits, at the latest by the end of the
 * transaction. Throws ServerError for what the server refuses, and always from then on when it is out of reach.
 */
export class PostgresConnection implements Connection {
  readonly #caller: NetworkCaller;
  readonly #settings: ServerSettings;
  readonly #beforeStatement: () => void;
  readonly #dialect: Dialect;
  readonly #statements: Statements;
  /** What writes many rows by what writes one; null where nothing does. */
  readonly #ofMany = new Map<string, string | null>();
  #ahead: Command[] = [];
  #unconfirmed = 0;
  /** The open transaction, and why it cannot be committed. */
  #transaction: { failure?: ServerError } | undefined;
  #reading: Reading | undefined;
  #ended: ServerError | undefined;

  /** Connects. @throws ServerError */
  constructor(network: Network, options: PostgresOptions) {
    const { settings, application, statementSeconds, beforeStatement } = options;
    const { silentSeconds = statementSeconds + 10 } = options;
    this.#settings = settings;
    this.#dialect = options.dialect ?? asGiven;
    this.#statements = new Statements(this.#dialect.statement);
    this.#beforeStatement = beforeStatement ?? ((): void => undefined);
    this.#caller = network.connect({ settings, application, statementSeconds, silentSeconds });
    try {
      this.#wait();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** It was lost, and every call fails from now on. */
  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  execute(sql: string): void {
    this.#sendAhead();
    const commands = [{ script: this.#dialect.script(sql) }];
    if (this.#transaction) this.#caller.ask({ ask: 'run', commands });
    else this.#asked({ ask: 'answer', commands });
  }

  run(sql: string, parameters: SqlParameters = {}): void {
    this.#beforeStatement();
    this.#run(sql, this.#valuesOf(sql, parameters));
  }

  changed(sql: string, parameters: SqlParameters = {}): number {
    return this.#rowsOf(sql, parameters).count;
  }

  runEach(sql: string, rows: readonly SqlParameters[]): void {
    this.#beforeStatement();
    const ofMany = rows.length > 1 ? this.#statementOfMany(sql) : null;
    if (ofMany === null) for (const row of rows) this.#run(sql, this.#valuesOf(sql, row));
    else this.#run(ofMany, this.#arraysOf(sql, rows), asGiven.statement);
  }

  allEach(sql: string, rows: readonly SqlParameters[]): Row[][] {
    if (rows.length === 0) return [];
    this.#beforeStatement();
    const ofMany = this.#statementOfMany(sql);
    if (ofMany === null) return this.#eachAnswered(sql, rows);
    const values = this.#arraysOf(sql, rows);
    this.#ahead.push(...this.#statements.command(ofMany, values, asGiven.statement));
    const found: Row[][] = rows.map(() => []);
    for (const row of rowsOf(this.#answered())) found[row.number('row number') - 1]?.push(row);
    return found;
  }

  each(sql: string, parameters: SqlParameters, visit: (row: Row) => void): void {
    this.#read(sql, parameters, portion, (rows) => {
      for (const row of rowsOf(rows)) visit(row);
      return true;
    });
  }

  all(sql: string, parameters: SqlParameters = {}): Row[] {
    return rowsOf(this.#rowsOf(sql, parameters));
  }

  first(sql: string, parameters: SqlParameters = {}): Row | undefined {
    return this.all(sql, parameters)[0];
  }

  table(sql: string, parameters: SqlParameters, limit: number): ResultTable {
    let table: TableBuilder | undefined;
    let isCut = false;
    this.#read(sql, parameters, Math.min(limit + 1, portion), (rows) => {
      table ??= new TableBuilder(rows.columns);
      for (const values of valuesByRow(rows)) {
        isCut = table.rowCount === limit;
        if (isCut) return false;
        table.add(values);
      }
      return true;
    });
    return (table ?? new TableBuilder([])).table(isCut);
  }

  transaction<Result>(work: () => Result): Result {
    return this.#transact('BEGIN', work);
  }

  /** Does `work`, which only reads, and all of it as of one moment. */
  snapshot<Result>(work: () => Result): Result {
    return this.#transact('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
  }

  /** Ends the session; nothing may be called afterwards. */
  close(): void {
    this.#ended ??= new ServerError(connectionClosed, this.#settings);
    this.#caller.close();
  }

  #transact<Result>(begin: string, work: () => Result): Result {
    if (this.#transaction) throw new Error('A transaction is open already.');
    const transaction: { failure?: ServerError } = {};
    this.#transaction = transaction;
    try {
      this.#run(begin, []);
      const result = work();
      this.#ahead.push(...this.#statements.command('COMMIT', []));
      this.#answered();
      return result;
    } catch (error) {
      this.#rollBack(transaction);
      throw error;
    } finally {
      this.#transaction = undefined;
    }
  }

  /** Where something that was sent ahead has failed, the first answer is to that. */
  #rollBack(transaction: { failure?: ServerError }): void {
    for (let tries = 0; tries < 2; tries += 1) {
      delete transaction.failure;
      this.#ahead.push(...this.#statements.command('ROLLBACK', []));
      try {
        this.#answered();
        return;
      } catch {
        if (this.#ended) return;
      }
    }
  }

  #rowsOf(sql: string, parameters: SqlParameters): Rows {
    this.#beforeStatement();
    this.#ahead.push(...this.#statements.command(sql, this.#valuesOf(sql, parameters)));
    return this.#answered();
  }

  #run(sql: string, values: readonly (string | null)[], textOf = this.#dialect.statement): void {
    this.#ahead.push(...this.#statements.command(sql, values, textOf));
    if (!this.#transaction || this.#unconfirmed >= aheadInAll) this.#answered();
    else if (this.#ahead.length >= aheadInMessage) this.#sendAhead();
  }

  #sendAhead(): void {
    this.#ready();
    if (this.#ahead.length === 0) return;
    this.#unconfirmed += this.#ahead.length;
    this.#caller.ask({ ask: 'run', commands: this.#ahead });
    this.#ahead = [];
  }

  /** Runs what was held back, and returns the rows of the last of it. */
  #answered(): Rows {
    this.#ready();
    const commands = this.#ahead;
    this.#ahead = [];
    return this.#asked({ ask: 'answer', commands });
  }

  /** Fetches portions until there are none, or `visit` returns that it is enough. */
  #read(
    sql: string,
    parameters: SqlParameters,
    rows: number,
    visit: (rows: Rows) => boolean,
  ): void {
    this.#beforeStatement();
    const values = this.#valuesOf(sql, parameters);
    const commands = this.#statements.command(sql, values);
    const command = commands.pop() as StatementCommand;
    this.#ahead.push(...commands);
    this.#sendAhead();
    const reading: Reading = { fetched: [], hasMore: false };
    const first = this.#asked({ ask: 'read', command, rows });
    reading.hasMore = first.isCut;
    this.#reading = reading;
    try {
      for (let next: Rows | undefined = first; next && visit(next);) {
        next = reading.fetched.shift() ?? (reading.hasMore ? this.#more(reading) : undefined);
      }
    } finally {
      if (reading.hasMore) this.#caller.ask({ ask: 'enough' });
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  #more(reading: Reading): Rows {
    reading.hasMore = false;
    const rows = this.#asked({ ask: 'more' });
    reading.hasMore = rows.isCut;
    return rows;
  }

  /** A session does one thing at a time: what is being read is fetched before another statement. */
  #ready(): void {
    const reading = this.#reading;
    while (reading?.hasMore) reading.fetched.push(this.#more(reading));
  }

  #eachAnswered(sql: string, rows: readonly SqlParameters[]): Row[][] {
    const commands = rows.map((row) => {
      const evicted = this.#statements.command(sql, this.#valuesOf(sql, row));
      const command = evicted.pop() as StatementCommand;
      this.#ahead.push(...evicted);
      return command;
    });
    this.#sendAhead();
    const answered = this.#asked({ ask: 'each', commands });
    const all = rowsOf(answered);
    const width = answered.columns.length || 1;
    let from = 0;
    return answered.ends.map((end) => {
      const own = all.slice(from, end / width);
      from = end / width;
      return own;
    });
  }

  #statementOfMany(sql: string): string | null {
    const known = this.#ofMany.get(sql);
    if (known !== undefined) return known;
    const one = this.#dialect.statement(sql);
    const ofMany = mayBeOfMany(one) ? this.#newOfMany(sql, one) : null;
    this.#ofMany.set(sql, ofMany);
    return ofMany;
  }

  #newOfMany(sql: string, one: string): string | null {
    const types = this.#typesOf(sql);
    return insertOfMany(one, types) ?? selectOfMany(one, this.#statements.of(sql).names, types);
  }

  #arraysOf(sql: string, rows: readonly SqlParameters[]): string[] {
    const { names } = this.#statements.of(sql);
    return names.map((name) => arrayText(rows.map((row) => this.#valueOf(row, name))));
  }

  #typesOf(sql: string): readonly number[] {
    this.#sendAhead();
    const { text } = this.#statements.of(sql);
    return this.#asked({ ask: 'types', text }).values as number[];
  }

  #valuesOf(sql: string, parameters: SqlParameters): (string | null)[] {
    return this.#statements
      .of(sql)
      .names.map((name) => parameterText(this.#valueOf(parameters, name)));
  }

  #valueOf(parameters: SqlParameters, name: string): SqlValue {
    const value = parameters[name];
    if (value === undefined) throw new Error(`A statement has no value for :${name}.`);
    return this.#dialect.value(name, value);
  }

  #asked(ask: Ask): Rows {
    const known = this.#ended ?? this.#transaction?.failure;
    if (known) throw known;
    this.#caller.ask(ask);
    return this.#wait();
  }

  #wait(): Rows {
    const answer = this.#caller.answer();
    this.#unconfirmed = 0;
    if ('rows' in answer) return answer.rows;
    const error = new ServerError(answer.problem, this.#settings);
    if (answer.problem.isEnd) this.#ended = error;
    if (this.#transaction) this.#transaction.failure = error;
    throw error;
  }
}

function rowsOf(rows: Rows): Row[] {
  const columns = new Map(rows.columns.map((name, index) => [name, index]));
  return valuesByRow(rows).map((values) => new Row(columns, values));
}

function valuesByRow({ columns, values }: Rows): SqlValue[][] {
  const width = columns.length;
  const count = width === 0 ? 0 : values.length / width;
  return Array.from({ length: count }, (_, i) => values.slice(i * width, (i + 1) * width));
}
