import type { ChartTheme } from './charts/chartTheme';
import { hatchPattern } from './charts/hatch';
import { element } from './elements/dom';

/** The colours that styles/tokens.css derives from the editor's theme, resolved for drawing on a canvas. */
export function readTheme(): ChartTheme {
  const probe = element('span', { hidden: '' });
  document.body.append(probe);
  const color = (token: string): string => {
    probe.style.setProperty('color', `var(--mfa-${token})`);
    return getComputedStyle(probe).color;
  };
  const highContrast = document.body.classList.contains('vscode-high-contrast');
  const ground = color('ground');
  const status = {
    '2xx': color('status-2xx'),
    '3xx': color('status-3xx'),
    '4xx': color('status-4xx'),
    '5xx': color('status-5xx'),
    other: color('secondary'),
  };
  const theme: ChartTheme = {
    highContrast,
    fontFamily: getComputedStyle(document.body).fontFamily,
    ground,
    text: color('text'),
    secondary: color('secondary'),
    grid: color('grid'),
    axis: color('axis'),
    veil: color('veil'),
    hatch: color('hatch'),
    status: highContrast
      ? {
          ...status,
          '3xx': hatchPattern('vertical', status['3xx'], ground),
          '4xx': hatchPattern('diagonal', status['4xx'], ground),
          '5xx': hatchPattern('cross', status['5xx'], ground),
        }
      : status,
    statusEdge: status,
    percentile: { p50: color('p50'), p95: color('p95'), p99: color('p99') },
    error: color('error'),
    errorArea: color('error-area'),
    requests: color('fill-requests'),
    delay: hatchPattern('diagonal', color('secondary'), ground),
    selection: color('selection'),
    selectionEdge: color('selection-edge'),
  };
  probe.remove();
  return theme;
}

/** Calls the listener when the editor's theme changes: VS Code then rewrites the body's class and the variables. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
