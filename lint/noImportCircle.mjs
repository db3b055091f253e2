import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Files that may be meant by a relative import, without and with its extension. */
const endings = ['.ts', '.d.ts', ''];

/**
 * What each file of a program imports, found once: each import of each file asks for the way on from there.
 * @type {WeakMap<ts.Program, Map<string, readonly string[]>>}
 */
const foundImports = new WeakMap();

/** @type {(program: ts.Program, file: string) => readonly string[]} */
function importsOf(program, file) {
  /** @type {Map<string, readonly string[]>} */
  const found = foundImports.get(program) ?? new Map();
  foundImports.set(program, found);
  const imports = found.get(file) ?? importsIn(program, file);
  found.set(file, imports);
  return imports;
}

/** @type {(program: ts.Program, file: string) => readonly string[]} */
function importsIn(program, file) {
  const source = program.getSourceFile(file);
  if (!source) return [];
  const { importedFiles } = ts.preProcessFile(source.text, true, true);
  return importedFiles.flatMap(({ fileName }) => resolved(program, file, fileName) ?? []);
}

/** @type {(program: ts.Program, file: string, specifier: string) => string | undefined} */
function resolved(program, file, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const path = resolve(dirname(file), specifier);
  return endings
    .map((ending) => program.getSourceFile(path + ending)?.fileName)
    .find((fileName) => fileName !== undefined);
}

/**
 * The shortest way from one file to another along imports, both ends included; undefined where there is none.
 * @type {(program: ts.Program, from: string, to: string) => readonly string[] | undefined}
 */
function wayBetween(program, from, to) {
  /** @type {Map<string, string | undefined>} */
  const cameFrom = new Map([[from, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === to) return wayTo(cameFrom, file);
    for (const next of importsOf(program, file)) {
      if (!cameFrom.has(next)) cameFrom.set(next, file);
    }
  }
  return undefined;
}

/** @type {(cameFrom: ReadonlyMap<string, string | undefined>, file: string) => readonly string[]} */
function wayTo(cameFrom, file) {
  const before = cameFrom.get(file);
  return before === undefined ? [file] : [...wayTo(cameFrom, before), file];
}

/**
 * No file imports itself by way of others, not for a type either: of two files that need each other's types, neither
 * can be read or moved alone. import-x/no-cycle leaves imports of types out and cannot be told otherwise.
 * @type {import('eslint').Rule.RuleModule}
 */
export const noImportCircle = {
  meta: { type: 'problem', schema: [], messages: { circle: 'An import in a circle: {{way}}.' } },
  create(context) {
    /** @type {unknown} */
    const services = context.sourceCode.parserServices;
    const { program } = /** @type {{ program: ts.Program }} */ (services);
    const file = program.getSourceFile(context.filename)?.fileName ?? context.filename;
    return {
      /** @param {import('eslint').Rule.Node} imported */
      'Literal.source'(imported) {
        if (imported.type !== 'Literal') return;
        const first = resolved(program, file, String(imported.value));
        const way = first === undefined ? undefined : wayBetween(program, first, file);
        if (!way) return;
        const names = way.map((each) => relative(context.cwd, each));
        context.report({ node: imported, messageId: 'circle', data: { way: names.join(' > ') } });
      },
    };
  },
};
