import * as vscode from 'vscode';
import { productName } from '../../ids';
import { errorText } from '../../sentences/failureTexts';
import { plainText } from './plainText';

/** A button of a notification. */
export interface Offer {
  readonly title: string;
  readonly run: () => unknown;
}

/** Tells the user something; nobody waits until it is read. */
export function inform(text: string, ...offers: Offer[]): void {
  answer(vscode.window.showInformationMessage(messageOf(text), ...offers));
}

/** As inform, for a problem that the user can fix. */
export function warn(text: string, ...offers: Offer[]): void {
  answer(vscode.window.showWarningMessage(messageOf(text), ...offers));
}

/**
 * Tells the user something that is not to be missed, and resolves with the answer; undefined when it is closed. The editor
 * leaves an error in its place until then, where it hides anything else after some seconds.
 */
export async function alarm<Answer>(
  text: string,
  answers: readonly { readonly title: string; readonly answer: Answer }[],
): Promise<Answer | undefined> {
  return (await vscode.window.showErrorMessage(messageOf(text), ...answers))?.answer;
}

/** Tells what something failed with: anything that was thrown. */
export function reportError(error: unknown): void {
  void vscode.window.showErrorMessage(messageOf(errorText(error, vscode.l10n.t)));
}

/** Says in the status bar, for three seconds, that something is done. */
export function flash(text: string): void {
  vscode.window.setStatusBarMessage(plainText(text), 3000);
}

function messageOf(text: string): string {
  return plainText(`${productName}: ${text}`);
}

function answer(chosen: Thenable<Offer | undefined>): void {
  Promise.resolve(chosen)
    .then((offer) => offer?.run())
    .catch(reportError);
}
