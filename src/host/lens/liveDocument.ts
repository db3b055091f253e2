import * as vscode from 'vscode';
import type { LineChange, LiveDocument } from './followedDefinitions';

/** Lines, and UTF-16 units, that are taken from the editor at once. */
const pieceLines = 2000;
const pieceLength = 256 * 1024;

/** A document of the editor as it is followed. */
export function liveDocument(document: vscode.TextDocument): LiveDocument {
  return {
    name: document.uri.toString(),
    get version() {
      return document.version;
    },
    get lineCount() {
      return document.lineCount;
    },
    get eol() {
      return document.eol;
    },
    *pieces() {
      for (let line = 0; line < document.lineCount; line += pieceLines) {
        const text = document.getText(new vscode.Range(line, 0, line + pieceLines, 0));
        for (let at = 0; at < text.length; at += pieceLength)
          yield text.slice(at, at + pieceLength);
      }
    },
  };
}

/** A change of a document as the editor tells it. */
export function lineChange(change: vscode.TextDocumentContentChangeEvent): LineChange {
  const { rangeOffset, rangeLength, text, range } = change;
  return {
    ...{ offset: rangeOffset, length: rangeLength, text },
    ...{ fromLine: range.start.line, to: range.end },
  };
}
