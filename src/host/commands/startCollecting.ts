import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import type { Collecting } from '../collecting';

/** Collects, even where the settings say not to by themselves. */
export function registerStartCollecting(collecting: Collecting): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.startCollecting, () => collecting.start());
}
