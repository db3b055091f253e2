import { contentWidth } from '../elements/widths';

/** The width of a character of the paths' fixed-width font; all are as wide as one. */
let characterWidth: number | undefined;

/** How many characters of a path fit into the column whose head is given; `reserved` pixels of it are taken. */
export function pathRoom(table: HTMLTableElement, head: string, reserved: number): number {
  const cell = table.tHead?.querySelector<HTMLElement>(head);
  return cell ? charactersIn(contentWidth(cell) - reserved) : 0;
}

/** How many characters of a path fit into a width in pixels; while nothing is laid out yet, as many as one likes. */
export function charactersIn(width: number): number {
  if (width <= 0) return 200;
  characterWidth ??= measured();
  return Math.max(8, Math.floor(width / characterWidth));
}

function measured(): number {
  const probe = document.createElement('span');
  probe.className = 'path visually-hidden';
  probe.textContent = '0'.repeat(50);
  document.body.append(probe);
  const width = probe.scrollWidth / 50;
  probe.remove();
  return width || 7.5;
}
