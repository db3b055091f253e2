/**
 * Gives a line which does not fit into its width one class after the other, until it fits; what each one hides or
 * folds away is up to the style sheet. Only what cannot wrap is too wide.
 */
export function fitLine(line: HTMLElement, classes: readonly string[]): void {
  line.classList.remove(...classes);
  for (const name of classes) {
    if (line.scrollWidth <= line.clientWidth) return;
    line.classList.add(name);
  }
}
