import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingKeys } from '../../../src/ids';
import { playRecording } from '../../host/playRecording';
import { openWorkbench } from '../openWorkbench';
import { bareWorkbench, GalleryWindow } from './galleryWindow';
import { scenes } from './scenes';

/** `npm run gallery [-- SCENE...]`: pictures of the panels in their states, sizes and themes, to be looked at. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in scenes));
  if (unknown.length > 0) {
    throw new Error(`No scene ${unknown.join(', ')}; there are ${Object.keys(scenes).join(', ')}.`);
  }
  const storage = mkdtempSync(join(tmpdir(), 'gallery-'));
  const server = await playRecording(storage);
  const opened = await openWorkbench({
    userSettings: bareWorkbench,
    settings: {
      [settingKeys.storagePath]: storage,
      [settingKeys.metricsUrl]: server.metricsUrl,
      [settingKeys.adminUrl]: server.adminUrl,
    },
  });
  try {
    await opened.workbench.closeSideBar();
    const window = new GalleryWindow(opened);
    for (const [name, scene] of Object.entries(scenes)) {
      if (names.length === 0 || names.includes(name)) {
        await scene({ window, storage }).catch((error: unknown) => {
          console.error(`${name}:`, error);
          process.exitCode = 1;
        });
      }
    }
  } finally {
    await opened.close();
    await server.stop();
    rmSync(storage, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
