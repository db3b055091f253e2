import type { Command, StatementCommand } from './networkCalls';
import { numbered } from './namedParameters';
import type { NumberedStatement } from './namedParameters';

/** Statements that a session keeps parsed: more than the product has. */
const mostKept = 400;

interface Kept extends NumberedStatement {
  readonly id: number;
  isSent: boolean;
}

/** The statements that were given to a connection, by ids that no other ever has; the one used longest ago goes first. */
export class Statements {
  readonly #kept = new Map<string, Kept>();
  readonly #textOf: (sql: string) => string;
  #ids = 0;

  /** @param textOf a statement, as PostgreSQL takes it, by what it is given as */
  constructor(textOf: (sql: string) => string) {
    this.#textOf = textOf;
  }

  of(sql: string): NumberedStatement {
    return this.#use(sql, this.#textOf);
  }

  /** What runs a statement, last, and before it has others forgotten for it. */
  command(
    sql: string,
    values: readonly (string | null)[],
    textOf = this.#textOf,
  ): [...Command[], StatementCommand] {
    const statement = this.#use(sql, textOf);
    const text = statement.isSent ? undefined : statement.text;
    statement.isSent = true;
    return [...this.#evict(), { statement: statement.id, text, values }];
  }

  #use(sql: string, textOf: (sql: string) => string): Kept {
    const kept = this.#kept.get(sql) ?? this.#new(textOf(sql));
    this.#kept.delete(sql);
    this.#kept.set(sql, kept);
    return kept;
  }

  #new(text: string): Kept {
    return { ...numbered(text), id: (this.#ids += 1), isSent: false };
  }

  #evict(): Command[] {
    const evicted: Command[] = [];
    for (const [sql, { id, isSent }] of this.#kept) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(sql);
      if (isSent) evicted.push({ forget: id });
    }
    return evicted;
  }
}
