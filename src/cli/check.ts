import { visibleText } from '../domain/visibleText';
import { findingText } from '../sentences/findingText';
import { english } from '../sentences/localize';
import { checkDatabaseFile } from '../store/check/checkDatabaseFile';
import type { Command } from './command';
import { wasmPath } from './dist';
import { readOptions, required } from './options';
import type { Output } from './output';
import { CommandError } from './usageError';

export const check: Command = {
  usage: 'check --db FILE',
  about: `Looks for damage and for rows that do not add up. Prints a line for each, or ok. Writes nothing.`,
  run: checkFile,
};

async function checkFile(words: readonly string[], output: Output): Promise<void> {
  const file = required(readOptions(words, ['db']).db, 'db');
  await reportCheck(file, output);
}

/**
 * Prints a line for each finding in a database, or `ok`.
 * @throws CommandError when there are findings
 */
export async function reportCheck(file: string, output: Output): Promise<void> {
  const findings = await checkDatabaseFile(file, wasmPath);
  output.result(
    findings.length === 0
      ? 'ok\n'
      : findings.map((finding) => `${visibleText(findingText(finding, english))}\n`).join(''),
  );
  if (findings.length > 0) {
    const count = findings.length === 1 ? '1 problem' : `${findings.length} problems`;
    throw new CommandError(`${count} found in ${file}.`);
  }
}
