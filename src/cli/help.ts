import { version } from '../../package.json';
import type { Command } from './command';

/** How this program is called: as a package of npm that is installed, or where it was built. */
const program = /[\\/]node_modules[\\/]/.test(__dirname)
  ? 'npx mockforge-analytics'
  : 'node dist/cli.js';

/** How each command is called. */
export function usageText(commands: readonly Command[]): string {
  return commands
    .flatMap(({ usage }) => usage.split('\n'))
    .map((line) =>
      line.startsWith(' ') ? `${' '.repeat(program.length)} ${line}` : `${program} ${line}`,
    )
    .map((line, index) => `${index === 0 ? 'Usage:' : '      '} ${line}`)
    .join('\n');
}

/** What `help` says of all commands. */
export function helpText(commands: readonly Command[]): string {
  return `MockForge Analytics ${version}, without an editor: a MockForge server's traffic in a SQLite file or a team's PostgreSQL.

${usageText(commands)}

Wherever --db FILE stands, an address stands for a team's store: postgres://USER@HOST/DATABASE?workspace=ID&target=ID.
Without a target, commands that read tell of all targets of the workspace together; &target= is the one without a name.
Passwords come from PGPASSWORD, ~/.pgpass or a service file.

Run ${program} help COMMAND to learn more. Exit codes: 0 success, 1 failure (one line says why), 2 usage error.
`;
}

/** What `help` says of one command. */
export function commandHelpText(command: Command): string {
  return `${usageText([command])}\n\n${command.about}\n`;
}

export const versionText = `${version}\n`;
