import { withKeyTexts } from './keyTexts';
import { secondTexts } from './secondTexts';
import type { Dialect } from './postgresConnection';
import { typeOfParameter, valueOfParameter } from './typeOfParameter';

/**
 * One of our statements, which are written for SQLite (sql/README.md), as PostgreSQL has to be given it: another text where
 * one text cannot serve both. Its parameters are still named, and each says its type.
 */
export function postgresText(sql: string): string {
  return typed(ofTarget(withKeyTexts(spelled(postgresScript(sql)))));
}

/** Statements without parameters, separated by semicolons, in PostgreSQL's text of them where they have one. */
export function postgresScript(sql: string): string {
  return secondTexts.get(sql) ?? sql;
}

/** How all of our statements are given to PostgreSQL. */
export const ourDialect: Dialect = {
  statement: postgresText,
  script: postgresScript,
  value: valueOfParameter,
};

/**
 * The same for connections of all targets of a workspace: into views of several parts PostgreSQL passes no condition of a join,
 * so the time of all segments together is said beside that of each.
 */
export const workspaceDialect: Dialect = {
  ...ourDialect,
  statement: (sql) => postgresText(withinSegments(sql)),
};

function withinSegments(sql: string): string {
  return sql.replaceAll(
    /FROM json_each\(:segments\) AS segment\s+CROSS JOIN latency_histograms\s+WHERE /g,
    (from) => `${from}timestamp >= (
        SELECT MIN(CAST(json_extract(value, '$[1]') AS BIGINT)) FROM json_each(:segments)
      )
      AND timestamp < (SELECT MAX(CAST(json_extract(value, '$[2]') AS BIGINT)) FROM json_each(:segments))
      AND `,
  );
}

/** What is SQLite's alone, its planner's hints and its name of a database; and a function whose name is a word of its own. */
function spelled(sql: string): string {
  return sql
    .replaceAll(/ INDEXED BY \w+/g, '')
    .replaceAll(/\bjson_object\(/g, 'json_members(')
    .replaceAll(/(?<=\bFROM )main\./g, '');
}

/** A key begins with the workspace and the target, by their names in the views (sql/postgres/schema/views.sql). */
function ofTarget(sql: string): string {
  return sql.replaceAll(/\bON CONFLICT \(/g, 'ON CONFLICT (store_workspace, target_id, ');
}

/** A text or a comment, in which nothing is a parameter; a cast; or a parameter. */
const token = /'[^']*'|--[^\n]*|::|:(\w+)/g;

function typed(sql: string): string {
  return sql.replaceAll(token, (whole: string, name?: string) =>
    name === undefined ? whole : `${whole}::${typeOfParameter(name)}`,
  );
}
