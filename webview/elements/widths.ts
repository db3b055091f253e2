/** Widths as they were last laid out. Read while something is drawn, an element would be laid out in between. */
const widths = new WeakMap<Element, number>();
let observer: ResizeObserver | undefined;

/** Begins to keep widths up to date: earlier than anything draws because of its size, so that it finds them new. */
export function observeWidths(): void {
  observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) widths.set(target, contentRect.width);
  });
}

/** The width of an element's content, pixels; 0 before it was laid out. */
export function contentWidth(element: HTMLElement): number {
  const known = widths.get(element);
  if (known !== undefined) return known;
  observer?.observe(element);
  const width = Math.max(0, element.clientWidth - paddingOf(element));
  widths.set(element, width);
  return width;
}

function paddingOf(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
}
