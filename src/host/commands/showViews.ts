import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../ids';

/** The commands that bring a tree view to the front. */
export function registerShowViews(): vscode.Disposable {
  const shows = [
    [commandIds.showTopEndpoints, viewIds.topEndpoints],
    [commandIds.showRecentErrors, viewIds.recentErrors],
  ] as const;
  return vscode.Disposable.from(
    ...shows.map(([command, view]) =>
      vscode.commands.registerCommand(command, () =>
        vscode.commands.executeCommand(`${view}.focus`),
      ),
    ),
  );
}
