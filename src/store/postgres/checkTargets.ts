import { checkDatabase } from '../check/checkDatabase';
import type { Finding } from '../check/finding';
import type { Connection } from '../database/connection';
import { readStoredTargets } from './storedTargets';
import { becomeTarget } from './teamSchema';

/** What is wrong with each target of a workspace, of a connection that is of all of them. */
export function checkTargets(connection: Connection, workspace: string): readonly Finding[] {
  const targets = readStoredTargets(connection);
  try {
    return targets.flatMap(({ id: target }) => {
      becomeTarget(connection, { workspace, target });
      return checkDatabase(connection).map((finding): Finding => ({
        kind: 'of_target',
        target,
        finding,
      }));
    });
  } finally {
    becomeTarget(connection, { workspace, target: null });
  }
}
