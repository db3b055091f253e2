import expectedSchema from '../../../sql/postgres/schema/expectedSchema.json';
import tableSql from '../../../sql/postgres/roles/table.sql';
import workspaceSql from '../../../sql/postgres/roles/workspace.sql';
import { StoreError } from '../storeError';

/** PostgreSQL cuts longer names off, and two workspaces could share a role. Bytes. */
const longestName = 63;

/**
 * The statements that make the roles reader, collector and owner of a workspace and say what they may do, for the owner of
 * the schema to look at and to run. Rows of other workspaces are hidden from them, whatever they ask.
 * @throws StoreError for a workspace whose name is too long for the name of a role
 */
export function rolesSql(workspace: string): string {
  const tables = Object.entries(expectedSchema)
    .filter(([, lines]) => lines.some((line) => line.startsWith('target_id ')))
    .map(([table]) => tableSql.replaceAll('TABLE"', `${table}"`));
  return [workspaceSql, ...tables]
    .join('\n')
    .replaceAll(/"(\w+_)WORKSPACE"|'WORKSPACE'/g, (_, role: string | undefined) =>
      role === undefined
        ? `'${workspace.replaceAll("'", "''")}'`
        : `"${roleName(role, workspace).replaceAll('"', '""')}"`,
    );
}

function roleName(prefix: string, workspace: string): string {
  const name = `${prefix}${workspace}`;
  const most = longestName - (Buffer.byteLength(name) - Buffer.byteLength(workspace));
  if (Buffer.byteLength(name) > longestName) {
    throw new StoreError({ kind: 'workspace_name_too_long', workspace, bytes: most });
  }
  return name;
}
