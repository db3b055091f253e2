import { rolesSql } from '../store/postgres/rolesSql';
import type { Command } from './command';
import { readOptions } from './options';
import type { Output } from './output';

export const roles: Command = {
  usage: 'roles [--workspace ID]',
  about: `Prints the SQL that makes the roles reader, collector and owner of a workspace of a team's store, and that lets each of
them see and write that workspace's rows alone. The owner of the schema reads it and runs it, such as with psql. Run again,
it changes nothing.`,
  run: printRoles,
};

function printRoles(words: readonly string[], output: Output): Promise<void> {
  const { workspace = '' } = readOptions(words, ['workspace']);
  output.exactResult(rolesSql(workspace));
  return Promise.resolve();
}
