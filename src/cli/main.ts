import { backfill, backfillUsage } from './backfill';
import { collect, collectUsage } from './collect';
import { exportFile, exportUsage } from './export';
import { inspect, inspectUsage } from './inspect';
import { check, checkUsage } from './check';
import { endProcess } from './endProcess';
import { maintain, maintainUsage } from './maintain';
import type { Output } from './output';
import { query, queryUsage } from './query';
import { UsageError } from './usageError';

const commands = {
  collect,
  backfill,
  query,
  export: exportFile,
  inspect,
  maintain,
  check,
} as const;

const usage = [
  collectUsage,
  backfillUsage,
  queryUsage,
  exportUsage,
  inspectUsage,
  maintainUsage,
  checkUsage,
]
  .flatMap((text) => text.split('\n'))
  .map((line, i) => `${i === 0 ? 'Usage:' : '      '} node dist/cli.js ${line}`)
  .join('\n');

/** Exit codes: 0 done, 1 failed with one clear line, 2 called wrongly. */
async function main([name = '', ...words]: readonly string[]): Promise<number> {
  const output: Output = {
    result: (text) => void process.stdout.write(text),
    note: (line) => void process.stderr.write(`${line}\n`),
  };
  try {
    if (!isCommand(name))
      throw new UsageError(name ? `There is no command ${name}.` : 'No command.');
    await commands[name](words, output);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.note(`${error.message}\n${usage}`);
      return 2;
    }
    output.note(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}

// Who reads no further, as `head` does, has what was wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void main(process.argv.slice(2)).then(endProcess);
