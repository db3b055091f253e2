/** Calls `fit` in the frame after one of the elements changed its size, since what it changes are sizes, too. */
export function onResize(elements: Iterable<Element>, fit: () => void): void {
  const observer = new ResizeObserver(() => {
    requestAnimationFrame(fit);
  });
  for (const element of elements) observer.observe(element);
}

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
