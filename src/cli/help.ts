import { version } from '../../package.json';
import type { Command } from './command';

/** How each command is called. */
export function usageText(commands: readonly Command[]): string {
  return commands
    .flatMap(({ usage }) => usage.split('\n'))
    .map((line, index) => `${index === 0 ? 'Usage:' : '      '} node dist/cli.js ${line}`)
    .join('\n');
}

/** What `help` says of all commands. */
export function helpText(commands: readonly Command[]): string {
  return `MockForge Analytics ${version}, without an editor: the traffic of a MockForge server in an SQLite file.

${usageText(commands)}

node dist/cli.js help COMMAND says more of one. Exit codes: 0 done, 1 failed with one line that says why, 2 called wrongly.
`;
}

/** What `help` says of one command. */
export function commandHelpText(command: Command): string {
  return `${usageText([command])}\n\n${command.about}\n`;
}

export const versionText = `${version}\n`;
