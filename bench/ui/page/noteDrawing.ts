/** Runs in every frame before anything else does, and takes notes of the drawing into `window.drawingNotes`. */
import type { DrawingNotes } from '../drawingNotes';

/** Over time; a chart has its label as soon as it is drawn. */
const chartCount = 3;
const drawnCharts = '.plot canvas[aria-label]';

const notes: DrawingNotes = { pressedAt: 0, drawnAt: 0, refreshes: [], longTasks: [] };
Object.assign(window, { drawingNotes: notes });

new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) {
    // Those of other frames of this process have other names.
    if (name === 'self') notes.longTasks.push(duration);
  }
}).observe({ type: 'longtask', buffered: true });

if (window === window.top) {
  const press = ({ timeStamp }: Event): void => {
    notes.pressedAt = performance.timeOrigin + timeStamp;
  };
  window.addEventListener('keydown', press, true);
} else {
  requestAnimationFrame(look);
}

/** Looks in every frame until the charts are there. */
function look(): void {
  if (document.querySelectorAll(drawnCharts).length < chartCount) {
    requestAnimationFrame(look);
    return;
  }
  whenPainted(() => {
    notes.drawnAt = performance.timeOrigin + performance.now();
  });
  // The page's own listener comes first: when this one runs everything is drawn, though not painted.
  window.addEventListener('message', ({ data, timeStamp }: MessageEvent<unknown>) => {
    if ((data as { readonly type?: unknown } | null)?.type !== 'changed') return;
    requestAnimationFrame(() => {
      whenPainted(() => notes.refreshes.push(performance.now() - timeStamp));
    });
  });
}

/** In the frame that is about to be painted: tells when it is. */
function whenPainted(tell: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = tell;
  port2.postMessage(null);
}
