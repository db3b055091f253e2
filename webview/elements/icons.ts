import arrowDown from '@vscode/codicons/src/icons/chevron-down.svg' with { type: 'text' };
import arrowLeft from '@vscode/codicons/src/icons/chevron-left.svg' with { type: 'text' };
import arrowRight from '@vscode/codicons/src/icons/chevron-right.svg' with { type: 'text' };
import arrowUp from '@vscode/codicons/src/icons/chevron-up.svg' with { type: 'text' };
import bell from '@vscode/codicons/src/icons/bell.svg' with { type: 'text' };
import bookmark from '@vscode/codicons/src/icons/bookmark.svg' with { type: 'text' };
import back from '@vscode/codicons/src/icons/arrow-left.svg' with { type: 'text' };
import close from '@vscode/codicons/src/icons/close.svg' with { type: 'text' };
import copy from '@vscode/codicons/src/icons/copy.svg' with { type: 'text' };
import error from '@vscode/codicons/src/icons/error.svg' with { type: 'text' };
import definition from '@vscode/codicons/src/icons/go-to-file.svg' with { type: 'text' };
import exclude from '@vscode/codicons/src/icons/circle-slash.svg' with { type: 'text' };
import exportIcon from '@vscode/codicons/src/icons/export.svg' with { type: 'text' };
import filter from '@vscode/codicons/src/icons/filter.svg' with { type: 'text' };
import globe from '@vscode/codicons/src/icons/globe.svg' with { type: 'text' };
import pause from '@vscode/codicons/src/icons/debug-pause.svg' with { type: 'text' };
import play from '@vscode/codicons/src/icons/play.svg' with { type: 'text' };
import pulse from '@vscode/codicons/src/icons/pulse.svg' with { type: 'text' };
import refresh from '@vscode/codicons/src/icons/refresh.svg' with { type: 'text' };
import restart from '@vscode/codicons/src/icons/debug-restart.svg' with { type: 'text' };
import search from '@vscode/codicons/src/icons/search.svg' with { type: 'text' };
import table from '@vscode/codicons/src/icons/table.svg' with { type: 'text' };
import warning from '@vscode/codicons/src/icons/warning.svg' with { type: 'text' };
import { svgElement } from './dom';

const drawings = {
  arrowDown,
  arrowLeft,
  arrowRight,
  arrowUp,
  back,
  bell,
  bookmark,
  close,
  copy,
  definition,
  error,
  exclude,
  export: exportIcon,
  filter,
  globe,
  pause,
  play,
  pulse,
  refresh,
  restart,
  search,
  table,
  warning,
};

export type IconName = keyof typeof drawings;

/** The outline of a codicon in its 16 x 16 box, for an SVG path or a canvas. */
export function iconPath(name: IconName): string {
  return [...drawings[name].matchAll(/ d="([^"]+)"/g)].map(([, path]) => path ?? '').join(' ');
}

/** A codicon as decoration: what it means must stand beside it or in the button's label. */
export function icon(name: IconName): SVGSVGElement {
  return svgElement(
    'svg',
    { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svgElement('path', { d: iconPath(name), fill: 'currentColor' }),
  );
}
