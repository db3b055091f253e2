/** Runs in every frame before anything else does, and takes notes of the drawing into `window.drawingNotes`. */
import type { DrawingNotes } from '../drawingNotes';

/** Over time; a chart has its label as soon as it is drawn. */
const chartCount = 3;
const drawnCharts = '.plot canvas[aria-label]';
/** The page of an extension that shows nothing. */
const emptyPage = 'body[data-empty]';
const lookMs = 8;
/** Between the tasks of one refresh there is less; the next message of the host comes later. */
const restMs = 100;

function isDrawn(): boolean {
  return (
    document.querySelectorAll(drawnCharts).length >= chartCount ||
    document.querySelector(emptyPage) !== null
  );
}

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
  // The editor writes the page into a frame that is there already, which forgets listeners and frames that were asked for.
  const looking = setInterval(() => {
    if (!isDrawn()) return;
    clearInterval(looking);
    whenPainted(() => {
      notes.drawnAt = performance.timeOrigin + performance.now();
    });
    noteRefreshes();
  }, lookMs);
}

/**
 * A refresh is over when the last of the cards and panels that it changed was painted, and nothing more changes in them
 * for a while; where it changes nothing there was none. How collecting stands comes in messages of its own, and is drawn beside them.
 */
function noteRefreshes(): void {
  const numbers = document.querySelector('.dashboard') ?? document.body;
  let begunAt = 0;
  let paintedAt = 0;
  let ending: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(ending);
    ending = setTimeout(() => {
      // A message may change nothing, and on a busy machine its drawing may begin later.
      if (begunAt === 0 || paintedAt < begunAt) return;
      notes.refreshes.push(paintedAt - begunAt);
      begunAt = 0;
    }, restMs);
  };
  new MutationObserver(() => {
    wait();
    whenPainted(() => {
      paintedAt = performance.now();
    });
  }).observe(numbers, { attributes: true, childList: true, subtree: true });
  window.addEventListener('message', ({ data, timeStamp }: MessageEvent<unknown>) => {
    if ((data as { readonly type?: unknown } | null)?.type !== 'changed') return;
    begunAt = timeStamp;
    wait();
  });
}

/** Calls back when what is drawn now has been painted. */
function whenPainted(tell: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = tell;
    port2.postMessage(null);
  });
}
