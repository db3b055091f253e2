import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { settingKeys } from '../../../src/ids';
import { playRecording } from '../../host/playRecording';
import { openWorkbench } from '../openWorkbench';
import { bareWorkbench, GalleryWindow, themes } from './galleryWindow';
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
  await dashboard.panel(window.t('Latency distribution')).getByRole('img').waitFor();
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

/** In a language of longer words, which must not be cut off. */
const german: Scene = async ({ storage }) => {
  const own = mkdtempSync(join(storage, 'german-'));
  const server = await playRecording(own);
  const opened = await openWorkbench({
    language: 'de',
    userSettings: bareWorkbench,
    settings: {
      [settingKeys.storagePath]: own,
      [settingKeys.metricsUrl]: server.metricsUrl,
      [settingKeys.adminUrl]: server.adminUrl,
    },
  });
  try {
    await opened.workbench.closeSideBar();
    const stage = { window: new GalleryWindow(opened), storage: own };
    await inWidths('german', overview)(stage);
    await inWidths('german-endpoint', endpoint)(stage);
  } finally {
    await opened.close();
    await server.stop();
  }
};

/** In this order, since the later ones take the server away. Each leaves the dashboard as it found it. */
export const scenes: Readonly<Record<string, Scene>> = {
  themes: inThemes('dashboard', overview),
  widths: inWidths('dashboard', overview),
  endpoint: inThemes('endpoint', endpoint),
  'endpoint-widths': inWidths('endpoint', endpoint),
  ranges,
  german,
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
