import type { FrameLocator, Page } from 'playwright-core';
import { inPage } from './inPage';

/** What a walk by Tab found of one control. */
export interface FocusStop {
  readonly name: string;
  /** Whether it looks otherwise with the focus than without. */
  readonly isMarked: boolean;
}

/** So many controls are passed between two looks at where the focus is. */
const stride = 5;

/** Everything in a page that can be operated, and what the walk came to, kept in the page itself. */
const begin = `() => {
  document.activeElement?.blur?.();
  const selector = 'a[href], button, input, select, textarea, [tabindex], vscode-button, vscode-dropdown, vscode-text-field';
  const isOff = (control) =>
    control.hasAttribute('disabled') ||
    (control.shadowRoot?.querySelector('button') ?? control).getAttribute('tabindex') === '-1';
  const controls = [...document.querySelectorAll(selector)].filter(
    (control) => control.checkVisibility() && !isOff(control),
  );
  const nameOf = (control) =>
    (control.getAttribute('aria-label') ?? control.textContent.trim() ?? '') || control.title ||
    (control.labels ? [...control.labels].map((label) => label.textContent).join() : '') ||
    control.getAttribute('placeholder') || '';
  // A row's button marks the row.
  const partsOf = (control) => [
    control,
    ...(control.shadowRoot?.querySelectorAll('*') ?? []),
    ...[control.closest('tr') ?? []].flat(),
    ...(control.closest('tr')?.cells ?? []),
  ];
  const lookOf = (control) =>
    partsOf(control).flatMap((part) => [undefined, '::before', '::after'].map((pseudo) => {
      const style = getComputedStyle(part, pseudo);
      const outline = style.outlineStyle === 'none' ? '' : style.outline;
      return [outline, style.border, style.boxShadow, style.backgroundColor].join();
    })).join(';');
  const plain = new Map(controls.map((control) => [control, lookOf(control)]));
  const stops = new Map();
  globalThis.focusWalk?.end();
  const onFocus = ({ target }) => {
    const control = target.closest?.(selector);
    if (!control || stops.has(control)) return;
    stops.set(control, { name: nameOf(control), isMarked: lookOf(control) !== plain.get(control) });
  };
  document.addEventListener('focusin', onFocus);
  globalThis.focusWalk = {
    stops: () => [...stops.values()],
    missed: () => controls.filter((control) => !stops.has(control)).map(nameOf),
    isOutside: () => !document.hasFocus() || document.activeElement === document.body,
    end: () => document.removeEventListener('focusin', onFocus),
  };
  return controls.length;
}`;

/**
 * Walks by Tab through a view from its first control until the focus has left it.
 * @returns the controls that it came to, and the names of those that it did not come to
 * @throws Error when the focus never leaves
 */
export async function walkByTab(
  page: Page,
  frame: FrameLocator,
  first: string,
): Promise<{ readonly stops: readonly FocusStop[]; readonly missed: readonly string[] }> {
  const count = await inPage<number>(frame, begin);
  await frame.locator(first).first().focus();
  for (
    let tabs = 0;
    !(await inPage(frame, '() => globalThis.focusWalk.isOutside()'));
    tabs += stride
  ) {
    if (tabs > count + 20) throw new Error('The focus is caught in the view.');
    for (let i = 0; i < stride; i++) await page.keyboard.press('Tab');
  }
  const found =
    '() => ({ stops: globalThis.focusWalk.stops(), missed: globalThis.focusWalk.missed() })';
  return inPage(frame, found);
}

/** What has the focus, by its name; null where nothing has it. */
export function focused(frame: FrameLocator): Promise<string | null> {
  const script = `() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return null;
    return activeElement.getAttribute('aria-label') ?? activeElement.textContent.trim();
  }`;
  return inPage(frame, script);
}
