import { element } from '../elements/dom';

/** One line of a tooltip. */
export interface TooltipRow {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly key: (() => Element) | null;
}

/** What is under the crosshair, beside it; flips so that it stays inside its chart. */
export class Tooltip {
  readonly root = element('div', { class: 'tooltip', hidden: '', 'aria-hidden': 'true' });

  show(title: string, rows: readonly TooltipRow[], x: number, width: number): void {
    this.root.replaceChildren(
      element('div', { class: 'tooltip-title' }, title),
      element(
        'div',
        { class: 'tooltip-rows' },
        ...rows.flatMap((row) => [
          element('span', { class: 'tooltip-name' }, row.key?.() ?? null, row.name),
          element('span', { class: 'tooltip-value' }, row.value),
          element('span', { class: 'tooltip-note' }, row.note),
        ]),
      ),
    );
    this.root.hidden = false;
    const own = this.root.offsetWidth;
    const left = x + 12 + own <= width - 8 ? x + 12 : x - 12 - own;
    this.root.style.setProperty('left', `${Math.max(8, left).toString()}px`);
  }

  hide(): void {
    this.root.hidden = true;
  }
}
