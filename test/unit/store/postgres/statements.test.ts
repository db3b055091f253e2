import { deepEqual, equal, ok } from 'node:assert/strict';
import makePartitions from '../../../../sql/postgres/commit/makePartitions.sql';
import type { PostgresConnection } from '../../../../src/store/postgres/postgresConnection';
import { postgresScript, postgresText } from '../../../../src/store/postgres/statements';
import { becomeTarget } from '../../../../src/store/postgres/teamSchema';
import { describeWithPostgres } from '../../../support/postgresServer';
import { productStatements } from '../../../support/productStatements';
import { targetConnections } from '../../../support/targetConnections';

/** A condition that a table is looked through by. */
const ofWorkspace = /\(workspace_id = \(?current_setting\('mockforge_analytics\.workspace'/;

/** A step of a plan, with those below it. */
interface Step {
  readonly Plans?: readonly Step[];
  readonly [name: string]: unknown;
}

/** A step and all below it. */
function stepsOf(step: Step): Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

/** How PostgreSQL would do a statement, whatever the values of its parameters. */
function planOf(connection: PostgresConnection, sql: string): Step {
  const text = postgresScript(sql).replaceAll(/'[^']*'/g, "''");
  const names = Array.from(text.matchAll(/(?<!:):(\w+)/g), ([, name = '']) => name);
  const row = connection.first(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${postgresScript(sql)}`,
    Object.fromEntries(names.map((name) => [name, null])),
  );
  const [explained] = JSON.parse(row?.text('QUERY PLAN') ?? '[]') as { readonly Plan: Step }[];
  return explained?.Plan ?? {};
}

/** A column of the only row. */
function textsOf(connection: PostgresConnection, sql: string, column: string): string[] {
  return connection.all(sql).map((row) => row.text(column));
}

describeWithPostgres('PostgreSQL', () => {
  const connect = targetConnections();
  const statements = productStatements();

  it('plans every statement of the product, with the types that its parameters have', () => {
    const connection = connect();
    connection.run(makePartitions, { times: '[0]' });
    ok(statements.size > 150, `${statements.size} statements`);
    for (const [name, sql] of statements) {
      ok(stepsOf(planOf(connection, sql)).length > 0, name);
    }
  });

  describe('as Citus needs it, which distributes tables by workspace_id,', () => {
    it('has that column in each key, plain and never NULL', () => {
      const connection = connect();
      const keys = textsOf(
        connection,
        `SELECT i.indexrelid::regclass::text || CASE
             WHEN c.attnotnull AND c.attnum = i.indkey[0] AND g.attnum = i.indkey[1] THEN ''
             ELSE ' has another beginning' END AS told
         FROM pg_index i
         JOIN pg_class t ON t.oid = i.indrelid
         JOIN pg_attribute c ON c.attrelid = t.oid AND c.attname = 'workspace_id'
         JOIN pg_attribute g ON g.attrelid = t.oid AND g.attname = 'target_id'
         WHERE i.indisunique AND t.relkind IN ('r', 'p')
           AND t.relnamespace = to_regnamespace('mockforge_analytics')
         ORDER BY 1`,
        'told',
      );
      ok(keys.length > 25, `${keys.length} keys`);
      deepEqual(
        keys.filter((key) => key.includes(' ')),
        [],
      );
    });

    it('has that column in each table that holds what was collected', () => {
      const without = textsOf(
        connect(),
        `SELECT relname::text AS name
         FROM pg_class t
         WHERE relnamespace = to_regnamespace('mockforge_analytics') AND relkind IN ('r', 'p')
           AND NOT EXISTS (
               SELECT 1 FROM pg_attribute c WHERE c.attrelid = t.oid AND c.attname = 'workspace_id' AND c.attnotnull
           )`,
        'name',
      );
      deepEqual(without, ['schema_migrations']);
    });

    it('names it in each conflict that a statement looks for', () => {
      for (const [name, sql] of statements) {
        const text = postgresText(sql);
        const targets = Array.from(
          text.matchAll(/\bON CONFLICT \(([^,]+),/g),
          ([, first]) => first,
        );
        equal(targets.length, (text.match(/\bON CONFLICT\b/g) ?? []).length, name);
        deepEqual(new Set(targets), new Set(targets.length > 0 ? ['store_workspace'] : []), name);
      }
    });

    for (const [whose, target] of [
      ['of one target', 'one'],
      ['of all', null],
    ] as const) {
      it(`looks for one workspace in every table that a statement reads, so that joins stay in it, ${whose}`, () => {
        const connection = connect();
        connection.run(makePartitions, { times: '[0]' });
        becomeTarget(connection, { workspace: 'team', target });
        for (const [name, sql] of statements) {
          if (name.startsWith('schema/')) continue;
          if (target === null && !/^(?:readModels|queries|export)\//.test(name)) continue;
          for (const step of stepsOf(planOf(connection, sql))) {
            const { 'Relation Name': table, Operation: operation } = step;
            if (table === undefined || operation !== undefined || table === 'pg_class') continue;
            const conditions = JSON.stringify([
              step['Index Cond'],
              step['Recheck Cond'],
              step['Filter'],
            ]);
            ok(ofWorkspace.test(conditions), `${name}: ${conditions}`);
          }
        }
      });
    }
  });
});
