#!/usr/bin/env node
import { nearestName } from '../domain/nearestName';
import { errorText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { backfill } from './backfill';
import { check } from './check';
import { checkBudgets } from './checkBudgets';
import { collect } from './collect';
import type { Command } from './command';
import { compare } from './compare';
import { coverage } from './coverage';
import { endProcess } from './endProcess';
import { exportFile } from './export';
import { commandHelpText, helpText, usageText, versionText } from './help';
import { inspect } from './inspect';
import { maintain } from './maintain';
import { migrate } from './migrate';
import type { Output } from './output';
import { push } from './push';
import { query } from './query';
import { report } from './report';
import { roles } from './roles';
import { run } from './run';
import { session } from './session';
import { StandardOutput } from './standardOutput';
import { CommandError, ExitCode, UsageError } from './usageError';
import { verify } from './verify';

/** By name, in the order in which they are told. */
const commands: ReadonlyMap<string, Command> = new Map([
  ['collect', collect],
  ['run', run],
  ['session', session],
  ['backfill', backfill],
  ['query', query],
  ['export', exportFile],
  ['coverage', coverage],
  ['report', report],
  ['compare', compare],
  ['check-budgets', checkBudgets],
  ['inspect', inspect],
  ['push', push],
  ['migrate', migrate],
  ['roles', roles],
  ['maintain', maintain],
  ['check', check],
  ['verify', verify],
]);

/** Exit codes: 0 success, 1 failure (one line says why), 2 usage error, or those of the command's own. */
async function main(words: readonly string[]): Promise<number> {
  const output = new StandardOutput();
  const code = await codeOf(words, output);
  const failure = await output.failure();
  if (!failure) return code;
  const isFull = failure.code === 'ENOSPC' || failure.code === 'EDQUOT';
  output.note(`The result cannot be written: ${isFull ? 'the disk is full.' : failure.message}`);
  return 1;
}

async function codeOf([name, ...words]: readonly string[], output: Output): Promise<number> {
  try {
    await answerOf(name, words, output);
    return 0;
  } catch (error) {
    const text = errorText(error, english);
    if (text !== '') output.note(text);
    if (error instanceof ExitCode) return error.code;
    const { failureCode } = commands.get(name ?? '') ?? {};
    if (error instanceof CommandError) for (const choice of error.choices) output.note(choice);
    if (!(error instanceof UsageError)) return failureCode ?? 1;
    for (const line of usageText([...commands.values()]).split('\n')) output.note(line);
    return failureCode ?? 2;
  }
}

async function answerOf(
  name: string | undefined,
  words: readonly string[],
  output: Output,
): Promise<void> {
  if (name === undefined) throw new UsageError('No command.');
  const [subject] = words;
  if (name === '--version') output.result(versionText);
  else if (isHelp(name) || (name === 'help' && (subject === undefined || isHelp(subject)))) {
    output.result(helpText([...commands.values()]));
  } else if (name === 'help') output.result(commandHelpText(commandOf(subject)));
  else if (asksForHelp(words)) output.result(commandHelpText(commandOf(name)));
  else await commandOf(name).run(words, output);
}

function commandOf(name = ''): Command {
  const command = commands.get(name);
  if (command) return command;
  const meant = nearestName(name, [...commands.keys(), 'help']);
  throw new UsageError(
    `There is no command ${name}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
  );
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** Behind `--` words are words. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).some(isHelp);
}

void main(process.argv.slice(2)).then(endProcess);
