/** The command was called wrongly: exit code 2. The message is a sentence about what is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a command ends with where it is not one of the usual codes. The message is the one line the user sees, if any. */
export class ExitCode extends Error {
  override readonly name = 'ExitCode';
  readonly code: number;

  constructor(code: number, message = '') {
    super(message);
    this.code = code;
  }
}

/** The command could not do what it was asked: exit code 1. The message is the one line the user sees. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** Lines that follow the message, of what the user may choose from. */
  readonly choices: readonly string[];

  constructor(message: string, choices: readonly string[] = []) {
    super(message);
    this.choices = choices;
  }
}
