import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { launchOf } from '../../../src/cli/launch';

const env = { ComSpec: String.raw`C:\Windows\system32\cmd.exe` };

/** What the Command Prompt leaves of a line whose every character that it obeys stands behind a caret. */
function afterPrompt(line: string): string {
  return line.replaceAll(/\^([^])/g, '$1');
}

/** The words of a command line as programs of Windows read them: backslashes count only before a quote. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let [word, isQuoted, isBegun] = ['', false, false];
  for (let at = 0; at < line.length; at += 1) {
    const backslashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    const next = line[at + backslashes];
    if (backslashes > 0 || next === '"') {
      const isQuote = next === '"';
      word += '\\'.repeat(isQuote ? Math.floor(backslashes / 2) : backslashes);
      if (isQuote && backslashes % 2 === 1) word += '"';
      else if (isQuote) [isQuoted, isBegun] = [!isQuoted, true];
      at += backslashes - (isQuote ? 0 : 1);
    } else if (next === ' ' && !isQuoted) {
      if (isBegun || word !== '') words.push(word);
      [word, isBegun] = ['', false];
    } else word += next ?? '';
  }
  return isBegun || word !== '' ? [...words, word] : words;
}

describe('A command', () => {
  it('is started as it stands, elsewhere than on Windows', () => {
    deepEqual(launchOf(['npm', 'test', 'a b'], 'linux', {}), {
      file: 'npm',
      args: ['test', 'a b'],
      windowsVerbatimArguments: false,
    });
  });

  it('is started as it stands on Windows where it is a program', () => {
    equal(launchOf([String.raw`C:\a\node.EXE`, 'x'], 'win32', env).file, String.raw`C:\a\node.EXE`);
  });

  it('is left to the Command Prompt on Windows where it may be a script', () => {
    deepEqual(launchOf(['npm', 'run', 'test & del'], 'win32', env), {
      file: env.ComSpec,
      args: ['/d', '/s', '/c', String.raw`"npm ^"run^" ^"test^ ^&^ del^""`],
      windowsVerbatimArguments: true,
    });
  });

  it('gets its arguments through the Command Prompt as they are', () => {
    const argument = fc.oneof(
      fc.string({ unit: fc.constantFrom('\\', '"', ' ', '^', '&', 'a', '%', '!') }),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(argument), (args) => {
        const line = launchOf(['npm', ...args], 'win32', env).args[3] ?? '';
        deepEqual(wordsOf(afterPrompt(line.slice(1, -1))), ['npm', ...args]);
      }),
    );
  });

  it('leaves nothing for the Command Prompt to obey', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        const line = launchOf(['npm', ...args], 'win32', env).args[3] ?? '';
        equal(/[()%!"<>&|;,*?[\]`]/.test(line.slice(1, -1).replaceAll(/\^[^]/g, '')), false);
      }),
    );
  });
});
