import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from './repository';

/** What the sources say to the user, and where they do it in a way that no translation can reach. */
export interface LocalizedTexts {
  /** The English texts, in alphabetical order. */
  readonly keys: readonly string[];
  /** `file:line: code`: calls whose text is put together, and texts of the webview that are not asked for. */
  readonly unreachable: readonly string[];
}

/** What puts a text into the editor's language (src/sentences/localize.ts, webview/localize.ts, vscode.l10n). */
const localizers = new Set(['t', 'localize', 'vscode.l10n.t']);
/** Properties and attributes whose value the user sees or hears. */
const visible = new Set(['title', 'shortTitle', 'text', 'caption', 'hint', 'aria-label']);
/** Names that are the same in every language. */
const names = new Set(['MockForge Analytics', 'SQL']);

/** Reads all texts that the extension shows. */
export function localizedTexts(): LocalizedTexts {
  const keys = new Set<string>();
  const unreachable: string[] = [];
  for (const file of ['src', 'webview'].flatMap(sourcesBelow)) {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.ES2022,
      true,
    );
    const name = relative(repositoryRoot(), file);
    const complain = (node: ts.Node): void => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      unreachable.push(`${name}:${line + 1}: ${node.getText()}`);
    };
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && localizers.has(node.expression.getText())) {
        const [text] = node.arguments;
        if (text && ts.isStringLiteralLike(text)) keys.add(text.text);
        else complain(node);
      } else if (name.startsWith('webview')) {
        for (const text of shownTexts(node)) if (isWords(text)) complain(text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { keys: [...keys].sort(), unreachable };
}

/** What an expression puts on the screen as it stands: children of elements, and properties that are seen. */
function shownTexts(node: ts.Node): readonly ts.Node[] {
  if (ts.isCallExpression(node) && node.expression.getText() === 'element') {
    return node.arguments.slice(2);
  }
  if (!ts.isPropertyAssignment(node)) return [];
  const name = ts.isComputedPropertyName(node.name) ? '' : node.name.text;
  return visible.has(name) ? [node.initializer] : [];
}

function isWords(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) return /[a-z]{2}/.test(node.text) && !names.has(node.text);
  if (!ts.isTemplateExpression(node)) return false;
  const fixed = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  return fixed.some((text) => /[a-z]{2}/.test(text));
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(repositoryRoot(), folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
