import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { textOf } from './markdown';
import { repositoryRoot } from './repository';

/** `room --> other`: files of the one import files of the other. */
type Arrow = string;

/** Source files below a folder, from the root of the repository, with `/` on each system. */
export function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(join(repositoryRoot(), folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) =>
      relative(repositoryRoot(), join(entry.parentPath, entry.name)).replaceAll(sep, '/'),
    )
    .filter((file) => !file.includes('node_modules'));
}

/** Folders that hold product code, from the root of the repository. */
export function productFolders(): readonly string[] {
  const files = ['src', 'webview'].flatMap((folder) => filesBelow(folder, /\.(ts|css)$/));
  return [...new Set(files.map(dirname))].filter((folder) => folder !== 'src').sort();
}

/** The arrows between rooms that product code has, for a type as for a value. */
export function importedArrows(): readonly Arrow[] {
  const files = ['src', 'webview'].flatMap((folder) => filesBelow(folder, /\.ts$/));
  const arrows = files.flatMap((file) =>
    ts
      .preProcessFile(textOf(file), true, true)
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => arrow(roomOf(file), roomOf(join(dirname(file), fileName)))),
  );
  return sorted(arrows.filter((each) => each !== undefined));
}

/** The arrows that the table of eslint.config.mjs allows. */
export function allowedArrows(): readonly Arrow[] {
  const file = 'eslint.config.mjs';
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
  const arrows: Arrow[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'rooms' && node.initializer) {
      if (!ts.isObjectLiteralExpression(node.initializer)) return;
      for (const property of node.initializer.properties) {
        if (!ts.isPropertyAssignment(property)) continue;
        const room = property.name.getText();
        if (!ts.isArrayLiteralExpression(property.initializer)) continue;
        for (const allowed of property.initializer.elements) {
          if (ts.isStringLiteral(allowed)) arrows.push(`${room} --> ${allowed.text}`);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sorted(arrows);
}

/** The arrows of the picture in docs/architecture.md. */
export function drawnArrows(): readonly Arrow[] {
  const [, picture = ''] = /```mermaid\n(.*?)```/s.exec(textOf('docs/architecture.md')) ?? [];
  return sorted(
    [...picture.matchAll(/^ *(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} --> ${to}`),
  );
}

function arrow(from: string | undefined, to: string | undefined): Arrow | undefined {
  return from === undefined || to === undefined || from === to ? undefined : `${from} --> ${to}`;
}

/** The room of a file; undefined for what is in none, such as src/ids.ts. */
function roomOf(file: string): string | undefined {
  if (file === 'src/extension.ts') return 'extension';
  const [root = '', room, ...rest] = file.split('/');
  if (root === 'webview' || root === 'sql') return root;
  return root === 'src' && rest.length > 0 ? room : undefined;
}

function sorted(arrows: readonly Arrow[]): readonly Arrow[] {
  return [...new Set(arrows)].sort();
}
