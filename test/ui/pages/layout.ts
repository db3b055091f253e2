import type { FrameLocator } from 'playwright-core';
import { inPage } from './inPage';

/** Things that stand beside each other: none may cover another of its group, and none may leave the window. */
const groups = [
  '.toolbar vscode-button, .toolbar vscode-dropdown, .toolbar vscode-text-field',
  '.state-line .state-item, .state-line .period, .state-line .warning-text, .state-line .warning-actions',
  '.cards .card',
  '.card h2, .card .card-value, .card .card-unit, .card .card-side',
  '.panel-header h2, .panel-note, .legend-item, .panel-actions vscode-button',
  '.endpoint-header > *',
  '.panel',
  '.table:not(.steps) :is(th, td)',
  '.panel-footer, .pager > *, .panel-foot, .table:not(.steps), .heat, .plot, .chart-table',
  '.heat-legend > *',
  '.chips > *',
  '.overview-note, .overview-ticks span',
];

/** What must be read whole: only paths, messages and names of clients may end in an ellipsis. */
const whole =
  '.card h2, .card-value, .card-unit, .card-side, .legend-item, .panel-header h2, .panel-note, .state-item, .period, ' +
  '.chip-text, .overview-note, .pager-position, .panel-footer, .table th, .table td:is(.number, .time), .button-text, .dropdown-name, .heat th span, .heat-legend > *';

const faults = `([groups, whole]) => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const isClipped = (part) => part !== null && (getComputedStyle(part).clipPath !== 'none' || isClipped(part.parentElement));
  const sideways = document.documentElement.scrollWidth - width;
  if (sideways > 0) {
    const wide = [...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > width + 0.5);
    found.push('It scrolls sideways by ' + sideways + ': ' + wide.slice(-3).map((part) => part.localName + '.' + part.classList).join(', '));
  }
  const nameOf = (part) => part.localName + '.' + part.classList + ' "' + (part.getAttribute('aria-label') ?? part.textContent).trim().slice(0, 40) + '"';
  const textsOf = (part) => [...part.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node];
    return node instanceof HTMLElement && node.checkVisibility() && !isClipped(node) ? textsOf(node) : [];
  });
  const isCut = (part) => textsOf(part).some((node) => {
    const range = document.createRange();
    range.selectNode(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) return false;
    for (let box = part; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === 'visible') continue;
      const { left, right } = box.getBoundingClientRect();
      // Its own text ends in an ellipsis where the padding begins.
      const [before, behind] = box === part ? [style.paddingLeft, style.paddingRight].map(parseFloat) : [0, 0];
      if (text.left < left + before - 0.5 || text.right > right - behind + 0.5) return true;
    }
    return false;
  });
  for (const part of document.querySelectorAll(whole)) {
    if (part.checkVisibility() && !isClipped(part) && isCut(part)) found.push(nameOf(part) + ' is cut off');
  }
  for (const group of groups) {
    const parts = [...document.querySelectorAll(group)]
      .filter((part) => part.checkVisibility() && !isClipped(part))
      .map((part) => ({ part, box: part.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0);
    for (const [i, a] of parts.entries()) {
      if (a.box.left < -0.5 || a.box.right > width + 0.5) found.push(nameOf(a.part) + ' leaves the window');
      for (const b of parts.slice(i + 1)) {
        if (a.part.contains(b.part) || b.part.contains(a.part)) continue;
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (across > 1 && down > 1) found.push(nameOf(a.part) + ' overlaps ' + nameOf(b.part));
      }
    }
  }
  return found;
}`;

/** What of the dashboard's layout is wrong, by the boxes that its parts really have: one line a finding. */
export function layoutFaults(frame: FrameLocator): Promise<string[]> {
  return inPage(frame, faults, [groups, whole]);
}

/** Transitions and animations that run, or would run with the next change: one line each. */
export function runningAnimations(frame: FrameLocator): Promise<string[]> {
  return inPage(
    frame,
    `() => {
    const times = (list) => list.split(',').map((time) => parseFloat(time));
    const everything = (root) => [...root.querySelectorAll('*')].flatMap((part) => [
      part, ...(part.shadowRoot ? everything(part.shadowRoot) : []),
    ]);
    const moving = everything(document).filter((part) => {
      const style = getComputedStyle(part);
      return times(style.transitionDuration).some((time) => time > 0.001) ||
        (style.animationName !== 'none' && times(style.animationDuration).some((time) => time > 0.001));
    });
    return [
      ...document.getAnimations().map((animation) => 'running: ' + (animation.animationName ?? animation.transitionProperty)),
      ...new Set(moving.map((part) => part.localName + '.' + part.classList)),
    ];
  }`,
  );
}
