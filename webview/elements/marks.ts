import { t } from '../localize';
import { fitPath, pathParts } from '../text/path';
import { element, svgElement } from './dom';

/** The shape and dash of a percentile, as in its chart. */
export function percentileKey(percentile: 'p50' | 'p95' | 'p99'): SVGSVGElement {
  const shapes = {
    p50: svgElement('circle', { cx: 8, cy: 6, r: 3 }),
    p95: svgElement('rect', { x: 5.5, y: 3.5, width: 5, height: 5 }),
    p99: svgElement('path', { d: 'M8 2.5 11.5 9h-7z' }),
  };
  return svgElement(
    'svg',
    {
      class: `key key-${percentile}`,
      viewBox: '0 0 16 12',
      width: 16,
      height: 12,
      'aria-hidden': 'true',
    },
    svgElement('path', { class: 'key-line', d: 'M0 6h16' }),
    shapes[percentile],
  );
}

/** A line of a legend: solid, dashed or dotted. */
export function lineKey(className: string): SVGSVGElement {
  return svgElement(
    'svg',
    {
      class: `key ${className}`,
      viewBox: '0 0 16 12',
      width: 16,
      height: 12,
      'aria-hidden': 'true',
    },
    svgElement('path', { class: 'key-line', d: 'M0 6h16' }),
  );
}

/** A filled square of a legend; in high contrast hatched like its bars. */
export function squareKey(className: string): HTMLElement {
  return element('span', { class: `square ${className}`, 'aria-hidden': 'true' });
}

/** A bar right of its number: `share` of its track. Decoration, the number says it. */
export function inlineBar(share: number, className: string): HTMLElement {
  const fill = element('span', { class: `bar-fill ${className}` });
  // Whatever is there at all shows at least as one pixel.
  const width = share > 0 ? `max(1px, ${(Math.min(1, share) * 100).toFixed(1)}%)` : '0';
  fill.style.setProperty('width', width);
  return element('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
}

/** A number with its bar. */
export function withBar(text: string, bar: HTMLElement): HTMLElement {
  return element('span', { class: 'with-bar' }, element('span', {}, text), bar);
}

/** Says of a number that it really became better or worse; the arrow is in the styles, so that the number stays the text. */
export function changeMark(became: 'better' | 'worse'): HTMLElement {
  const label = became === 'better' ? t('really better') : t('really worse');
  return element('span', { class: `change-mark ${became}`, role: 'img', 'aria-label': label });
}

/** A path with its parameters dimmed, cut to `length` characters; whole in the tooltip and for screen readers. */
export function pathMark(path: string, length: number): HTMLElement {
  const fitted = fitPath(path, length);
  const parts = pathParts(fitted).map(({ text, parameter }) =>
    parameter ? element('span', { class: 'parameter' }, text) : text,
  );
  if (fitted === path) return element('span', { class: 'path', title: path }, ...parts);
  return element(
    'span',
    { class: 'path', title: path },
    element('span', { 'aria-hidden': 'true' }, ...parts),
    element('span', { class: 'visually-hidden' }, path),
  );
}

/** The class of a status code, for its colour: `s4xx`. */
export function statusClassName(code: number | null): string {
  return code !== null && code >= 200 && code < 600
    ? `s${Math.floor(code / 100).toString()}xx`
    : 'sother';
}

/** A status in its class's colour. */
export function statusMark(text: string, code: number | null): HTMLElement {
  return element('span', { class: `status-code ${statusClassName(code)}` }, text);
}

/** A method and a path in the room of so many characters; `none` stands where there is no path. */
export function requestMark(
  method: string,
  path: string | null,
  room: number,
  none: Node | string,
): (Node | string)[] {
  return [
    ...(method === '' ? [] : [element('span', { class: 'method-inline' }, method)]),
    path === null ? none : pathMark(path, room - method.length - 1),
  ];
}
