/** Calls `fit` in the frame after one of the elements changed its size, since what it changes are sizes, too. */
export function onResize(elements: Iterable<Element>, fit: () => void): void {
  const observer = new ResizeObserver(() => {
    requestAnimationFrame(fit);
  });
  for (const element of elements) observer.observe(element);
}

/**
 * Gives a line whose parts reach beyond its width one class after the other, until they fit; what each one hides or
 * folds away is up to the style sheet.
 */
export function fitLine(line: HTMLElement, classes: readonly string[]): void {
  line.classList.remove(...classes);
  for (const name of classes) {
    if (!isTooWide(line)) return;
    line.classList.add(name);
  }
}

function isTooWide(line: HTMLElement): boolean {
  const padding = Number.parseFloat(getComputedStyle(line).paddingRight);
  // What browsers round is not too wide.
  const end = line.getBoundingClientRect().right - padding + 1;
  return [...line.children].some((part) => part.getBoundingClientRect().right > end);
}
