import { parameterType } from './parameterTypes';
import { secondTexts } from './secondTexts';

/** A statement as PostgreSQL is given it. */
export interface PostgresStatement {
  /** Parameters are $1, $2 and so on, each with its type. */
  readonly text: string;
  /** The names of the parameters, $1 first. */
  readonly parameters: readonly string[];
}

const known = new Map<string, PostgresStatement>();

/**
 * One of our statements, which are written for SQLite (sql/README.md), with named parameters, as PostgreSQL has to be given
 * it: another text where one text cannot serve both.
 */
export function postgresStatement(sql: string): PostgresStatement {
  let statement = known.get(sql);
  if (!statement) {
    statement = numbered(ofTarget(spelled(secondTexts.get(sql) ?? sql)));
    known.set(sql, statement);
  }
  return statement;
}

/** What is SQLite's alone, and PostgreSQL's planner chooses by itself; and a function whose name is a word of its own. */
function spelled(sql: string): string {
  return sql
    .replaceAll(/ INDEXED BY \w+/g, '')
    .replaceAll(/\bjson_object\(/g, 'json_members(');
}

/** A key begins with the workspace and the target, which the views show last (sql/postgres/schema/views.sql). */
function ofTarget(sql: string): string {
  return sql.replaceAll(/\bON CONFLICT \(/g, 'ON CONFLICT (store_workspace, target_id, ');
}

/** A text or a comment, in which nothing is a parameter; a cast; or a parameter. */
const token = /'[^']*'|--[^\n]*|::|:(\w+)/g;

function numbered(sql: string): PostgresStatement {
  const parameters: string[] = [];
  const text = sql.replaceAll(token, (whole: string, name?: string) => {
    if (name === undefined) return whole;
    if (!parameters.includes(name)) parameters.push(name);
    return `$${parameters.indexOf(name) + 1}::${parameterType(name)}`;
  });
  return { text, parameters };
}
