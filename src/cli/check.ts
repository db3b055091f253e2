import { visibleText } from '../domain/visibleText';
import { findingText } from '../sentences/findingText';
import { english } from '../sentences/localize';
import { checkDatabaseFile } from '../store/check/checkDatabaseFile';
import type { Finding } from '../store/check/finding';
import { QueryClient } from '../store/reader/queryClient';
import type { Command } from './command';
import { wasmPath } from './dist';
import type { NamedDatabase } from './namedDatabase';
import { namedDatabase, nameOfDatabase } from './namedDatabase';
import { readOptions } from './options';
import type { Output } from './output';
import { CommandError } from './usageError';

export const check: Command = {
  usage: 'check --db FILE',
  about: `Looks for damage and for rows that do not add up. Prints a line for each, or ok. Writes nothing.`,
  run: checkFile,
};

async function checkFile(words: readonly string[], output: Output): Promise<void> {
  await reportCheck(namedDatabase(readOptions(words, ['db']).db), output);
}

/**
 * Prints a line for each finding in a database, or `ok`.
 * @throws CommandError when there are findings
 */
export async function reportCheck(database: NamedDatabase, output: Output): Promise<void> {
  const findings = await findingsIn(database);
  output.result(
    findings.length === 0
      ? 'ok\n'
      : findings.map((finding) => `${visibleText(findingText(finding, english))}\n`).join(''),
  );
  if (findings.length > 0) {
    const count = findings.length === 1 ? '1 problem' : `${findings.length} problems`;
    throw new CommandError(`${count} found in ${nameOfDatabase(database)}.`);
  }
}

async function findingsIn(database: NamedDatabase): Promise<readonly Finding[]> {
  if ('file' in database) return checkDatabaseFile(database.file, wasmPath);
  const client = new QueryClient(database);
  try {
    return await client.findings();
  } finally {
    await client.close();
  }
}
