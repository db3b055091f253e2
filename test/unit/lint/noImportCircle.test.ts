import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { Linter } from 'eslint';
import ts from 'typescript';
import { parser } from 'typescript-eslint';
import { noImportCircle } from '../../../lint/noImportCircle.mjs';

const folder = resolve('circles');

/** What lint says of the first of these files, whose text stands by its name. */
function messagesOf(texts: Readonly<Record<string, string>>): readonly string[] {
  const files = new Map(
    Object.entries(texts).map(([name, text]) => [resolve(folder, name), text] as const),
  );
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost({}),
    fileExists: (name) => files.has(resolve(name)),
    readFile: (name) => files.get(resolve(name)),
    getSourceFile: (name, options) => {
      const text = files.get(resolve(name));
      return text === undefined ? undefined : ts.createSourceFile(name, text, options, true);
    },
    getCurrentDirectory: () => folder,
  };
  const program = ts.createProgram({
    rootNames: [...files.keys()],
    options: { noLib: true, module: ts.ModuleKind.ESNext, allowJs: true },
    host,
  });
  const linter = new Linter({ cwd: folder });
  const [[filename, text] = ['', '']] = files;
  return linter
    .verify(
      text,
      {
        files: ['**/*.ts', '**/*.mjs'],
        languageOptions: { parser, parserOptions: { programs: [program] } },
        plugins: { house: { rules: { 'no-import-circle': noImportCircle } } },
        rules: { 'house/no-import-circle': 'error' },
      },
      { filename },
    )
    .map(({ message }) => message);
}

describe('the lint rule against circles of imports', () => {
  it('tells a circle of types, by its files', () => {
    const texts = {
      'a.ts': "import type { B } from './b';\nexport interface A { readonly b: B }",
      'b.ts': "import type { C } from './rooms/c';\nexport interface B { readonly c: C }",
      'rooms/c.ts': "import type { A } from '../a';\nexport interface C { readonly a: A }",
    };
    assert.deepEqual(messagesOf(texts), ['An import in a circle: b.ts > rooms/c.ts > a.ts.']);
  });

  for (const [what, text] of Object.entries({
    'an import of values': "import { b } from './b';\nexport const a = b;",
    'an import of nothing': "import './b';",
    'a dynamic import': "export const b = import('./b');",
    'the type of an import': "export type B = import('./b').B;",
    'an export of what another exports': "export { b } from './b';",
    'an export of all that another exports': "export * from './b';",
  })) {
    it(`tells a circle that is closed by ${what}`, () => {
      const texts = { 'a.ts': text, 'b.ts': "import type { A } from './a';" };
      assert.deepEqual(messagesOf(texts), ['An import in a circle: b.ts > a.ts.']);
    });
  }

  it('tells a circle of scripts', () => {
    const texts = {
      'a.mjs': "import { b } from './b.mjs';\nexport const a = b;",
      'b.mjs': "export * from './a.mjs';",
    };
    assert.deepEqual(messagesOf(texts), ['An import in a circle: b.mjs > a.mjs.']);
  });

  it('says nothing of a file that leads to a circle and is not in it', () => {
    const texts = {
      'a.ts': "import './b';\nimport './c';\nimport 'typescript';",
      'b.ts': "import './c';",
      'c.ts': "import './b';",
    };
    assert.deepEqual(messagesOf(texts), []);
  });
});
