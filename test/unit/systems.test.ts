import { deepEqual, equal, ok } from 'node:assert/strict';
import { textOf } from '../support/markdown';
import { filesBelow } from '../support/rooms';

describe('what systems differ in', () => {
  const sources = filesBelow('src', /\.ts$/).map((file) => ({ file, text: textOf(file) }));

  const places: readonly (readonly [what: string, pattern: RegExp, files: readonly string[]])[] = [
    ['replacing files', /\brename(Sync)?\(/, ['src/store/file/replaceFile.ts']],
    ['syncing folders', /\bfsync(Sync)?\(/, ['src/store/file/syncFolder.ts']],
    ['/proc', /['`]\/proc\//, ['src/store/file/processes.ts']],
    ['numbers of files', /\bino\b/, ['src/store/file/fileIdentity.ts']],
    ['signals', /'SIG[A-Z\d]+'/, ['src/cli/signals.ts']],
    [
      'the platform, given to what asks for it, or told',
      /\bprocess\.platform\b/,
      [
        'src/cli/childCommand.ts',
        'src/cli/stateFolder.ts',
        'src/host/commands/copyDiagnostics.ts',
        'src/host/dashboard/requestActions.ts',
        'src/store/postgres/userFile.ts',
      ],
    ],
  ];
  for (const [what, pattern, files] of places) {
    it(`is in its place: ${what} (docs/store.md#what-systems-differ-in)`, () => {
      const found = sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
      deepEqual(found.sort(), files);
    });
  }

  it('is nothing that the scripts of package.json ask of a shell', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    ok(Object.keys(scripts).length > 10);
    for (const [name, script] of Object.entries(scripts)) {
      for (const command of script.split(' && ')) {
        equal(
          /^(node|tsc|eslint|prettier|npm|mocha|c8|vsce) [^'$&|;<>`\\]*$/.test(`${command} `),
          true,
          name,
        );
      }
    }
  });

  it('is told of scripts that need a shell', () => {
    for (const folder of ['src', 'webview', 'sql', 'lint', 'test', 'bench']) {
      for (const file of filesBelow(folder, /\.(sh|bash)$/)) {
        ok(/Needs Linux/.test(textOf(file)), file);
      }
    }
  });
});
