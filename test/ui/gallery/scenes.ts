import { themes } from './galleryWindow';
import type { GalleryWindow } from './galleryWindow';
import { definition } from './definitionScene';
import {
  exportedReport,
  held,
  keyboard,
  media,
  pointer,
  query,
  selection,
  tables,
} from './handlingScenes';
import type { Scene } from './stage';
import { empty, failing, justStarted, loading, stale } from './stateScenes';
import { workbench } from './workbenchScene';

type Open = (window: GalleryWindow) => Promise<unknown>;

const widths = [1440, 1200, 1040, 800, 420] as const;

const overview: Open = (window) => window.openDashboard();

const endpoint: Open = async (window) => {
  const dashboard = await window.openDashboard();
  await dashboard.openEndpoint('/api/orders');
  await dashboard.panel('Latency distribution').getByRole('img').waitFor();
};

function inThemes(name: string, open: Open): Scene {
  return async ({ window }) => {
    for (const [theme, themeName] of themes) {
      await window.workbench.useTheme(theme);
      await open(window);
      await window.wholePicture(`${name}-${themeName}`);
    }
  };
}

function inWidths(name: string, open: Open): Scene {
  return async ({ window }) => {
    for (const width of widths) {
      await open(window);
      await window.resize(width);
      await window.wholePicture(`${name}-${width}`);
    }
  };
}

const ranges: Scene = async ({ window }) => {
  for (const range of ['1h', '7d', '1y']) {
    await window.openDashboard(range);
    await window.wholePicture(`range-${range}`);
  }
};

/** In this order, since the later ones take the server away. Each leaves the dashboard as it found it. */
export const scenes: Readonly<Record<string, Scene>> = {
  themes: inThemes('dashboard', overview),
  widths: inWidths('dashboard', overview),
  endpoint: inThemes('endpoint', endpoint),
  'endpoint-widths': inWidths('endpoint', endpoint),
  ranges,
  pointer,
  keyboard,
  selection,
  media,
  tables,
  held,
  query,
  workbench,
  definition,
  report: exportedReport,
  loading,
  started: justStarted,
  stale,
  failing,
  empty,
};
