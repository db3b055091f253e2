import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import type { Collecting } from '../collecting';

/** Rests until Start Collecting, or until the window is reloaded. */
export function registerPauseCollecting(collecting: Collecting): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.pauseCollecting, () => collecting.pause());
}
