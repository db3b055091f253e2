/**
 * Puts a text of ours into a language and its arguments into the places {0}, {1}, ...
 * `vscode.l10n.t` is one; what must not import vscode takes it as a parameter.
 */
export type Localize = (text: string, ...values: string[]) => string;
