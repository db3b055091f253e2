import * as vscode from 'vscode';
import { productName } from '../ids';

/** The one place that everything is logged to. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel(productName, { log: true });
}
