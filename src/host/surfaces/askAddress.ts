import * as vscode from 'vscode';
import { addressFault } from '../../sentences/addressFault';
import { withScheme } from '../../domain/serverUrl';
import { DisposableStore } from '../disposableStore';
import { plainText } from './plainText';

/** What is asked, and what counts as an answer. */
export interface AddressQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** Undefined if it is not an address. */
  readonly normalise: (text: string) => string | undefined;
  /** Tries an address; says in a sentence why it will not do, else undefined. */
  readonly probe: (url: string) => Promise<string | undefined>;
}

/**
 * Asks for an address, which may be typed without http://. One that the probe finds fault with is taken
 * when it is confirmed unchanged. Undefined when the user gives up.
 */
export function askAddress(question: AddressQuestion): Promise<string | undefined> {
  const owned = new DisposableStore();
  const box = owned.add(vscode.window.createInputBox());
  box.title = plainText(question.title);
  box.prompt = plainText(question.prompt);
  box.value = question.value;
  box.ignoreFocusOut = true;
  const parse = (): string | undefined => question.normalise(withScheme(box.value));
  let refused: string | undefined;

  const complain = (): string | undefined => {
    const url = parse();
    box.validationMessage =
      url === undefined ? addressFault(withScheme(box.value), vscode.l10n.t) : undefined;
    return url;
  };

  /** The address, once it is accepted. */
  const accepted = async (): Promise<string | undefined> => {
    const url = complain();
    if (url === undefined || box.busy) return undefined;
    if (url === refused) return url;
    box.busy = true;
    const fault = await question.probe(url);
    box.busy = false;
    if (fault === undefined) return url;
    if (url !== parse()) return undefined;
    refused = url;
    box.validationMessage = {
      message: plainText(vscode.l10n.t('{0} Press Enter again to use this address anyway.', fault)),
      severity: vscode.InputBoxValidationSeverity.Warning,
    };
    return undefined;
  };

  return new Promise((resolve) => {
    owned.add(box.onDidChangeValue(complain));
    owned.add(
      box.onDidAccept(async () => {
        const url = await accepted();
        if (url === undefined) return;
        resolve(url);
        box.hide();
      }),
    );
    owned.add(
      box.onDidHide(() => {
        resolve(undefined);
        owned.dispose();
      }),
    );
    box.show();
  });
}
