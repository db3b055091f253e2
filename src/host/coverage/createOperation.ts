import * as vscode from 'vscode';
import type { OperationAddition } from '../../definition/addOperation';
import type { NewOperation } from '../../protocol/contractCoverage';
import type { DefinitionThread } from '../lens/definitionThread';
import { liveDocument } from '../lens/liveDocument';
import { inform, warn } from '../surfaces/notifications';
import type { DefinitionFiles } from './definitionFiles';

/** Where documents are read. */
interface DefinitionReader {
  readonly files: DefinitionFiles;
  readonly thread: DefinitionThread;
}

/**
 * Opens a document and adds an operation to it, selected and not saved; says why where that cannot be done. It is one
 * step to be undone.
 */
export async function createOperation(
  uri: vscode.Uri,
  operation: NewOperation,
  reader: DefinitionReader,
): Promise<void> {
  const { t } = vscode.l10n;
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  const rangeOf = (offset: number, length: number): vscode.Range =>
    new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const show = (offset: number, length: number): void => {
    const range = rangeOf(offset, length);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
  const addition = await additionTo(document, operation, reader);
  const names = [vscode.workspace.asRelativePath(uri), `${operation.method} ${operation.path}`];
  switch (addition.kind) {
    case 'added': {
      const { changes, shown } = addition;
      const isMade = await editor.edit((builder) => {
        for (const { offset, length, text } of changes) {
          builder.replace(rangeOf(offset, length), text);
        }
      });
      if (isMade) show(shown.offset, shown.length);
      else warn(t('{0} cannot be changed.', ...names));
      break;
    }
    case 'defined':
      show(addition.at, 0);
      inform(t('{0} defines {1} already.', ...names));
      break;
    case 'reference':
      inform(
        t(
          'In {0} the path {1} refers to {2}. Add the operation there.',
          ...[names[0] ?? '', addition.path, addition.reference],
        ),
      );
      break;
    case 'unreadable':
      warn(t('{0} cannot be read as an OpenAPI document. Correct it and try again.', ...names));
      break;
    case 'unusual':
      warn(t('{0} is written in a way that {1} does not fit into. Add it by hand.', ...names));
      break;
  }
}

/** What to change in a document as it is: where it changes meanwhile, it is read again. */
async function additionTo(
  document: vscode.TextDocument,
  operation: NewOperation,
  { files, thread }: DefinitionReader,
): Promise<OperationAddition> {
  for (;;) {
    const { version } = document;
    const live = liveDocument(document);
    const { name } = live;
    const addition = await files.withText(name, live.pieces(), () =>
      thread.call('addOperation', { name, operation }),
    );
    if (document.version === version) return addition;
  }
}
