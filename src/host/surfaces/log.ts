import * as vscode from 'vscode';
import { productName } from '../../ids';
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
      channel.error(
        plainLines(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      );
    },
    show: () => {
      channel.show();
    },
    dispose: () => {
      channel.dispose();
    },
  };
}
