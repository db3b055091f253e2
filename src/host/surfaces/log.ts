import * as vscode from 'vscode';
import { productName } from '../../ids';
import { errorText } from '../../sentences/failureTexts';
import { english } from '../../sentences/localize';
import { plainLines } from './plainText';

/** Where everything is logged to. */
export interface Log {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  /** Anything that was thrown, or a sentence. */
  error(error: unknown): void;
  show(): void;
  dispose(): void;
}

/** The one channel of the product. No text can make a line in it that looks like an entry of its own. */
export function createLog(): Log {
  const channel = vscode.window.createOutputChannel(productName, { log: true });
  return {
    debug: (text) => {
      channel.debug(plainLines(text));
    },
    info: (text) => {
      channel.info(plainLines(text));
    },
    warn: (text) => {
      channel.warn(plainLines(text));
    },
    error: (error) => {
      channel.error(plainLines(stackText(error)));
    },
    show: () => {
      channel.show();
    },
    dispose: () => {
      channel.dispose();
    },
  };
}

/** What was thrown, in words, and where. */
function stackText(error: unknown): string {
  const text = errorText(error, english);
  if (!(error instanceof Error) || error.stack === undefined) return text;
  return error.stack.replace(error.message, () => text);
}
