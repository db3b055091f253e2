import ts from 'typescript';
import { textOf } from './markdown';
import { filesBelow } from './rooms';

/** Three words in a row, or the end of a sentence. */
const reads = /[A-Za-z']+,? [a-z']+,? [a-z']+|[a-z]\.$/;

/**
 * `file: text`: texts in the sources of a room that read like sentences and go on as they are. Errors of a programmer
 * may have one, and so may what is given to `t`, which translates it.
 */
export function sentencesIn(room: string): readonly string[] {
  return filesBelow(`src/${room}`, /\.ts$/).flatMap((file) => {
    const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (isOfProgrammers(node) || isTranslated(node)) return;
      const text = textIn(node);
      if (text !== undefined && reads.test(text)) found.push(`${file}: ${text}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** The text of a literal, with `…` where a template has an expression. */
function textIn(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
}

/** `new RangeError(...)`: what only a mistake of ours brings about. */
function isOfProgrammers(node: ts.Node): boolean {
  return ts.isNewExpression(node) && /^(Range|Type)?Error$/.test(node.expression.getText());
}

function isTranslated(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === 't';
}
