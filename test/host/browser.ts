import { chromium, type Browser } from 'playwright-core';
import { browserPaths } from './hostPackages';

/**
 * Starts the headless Chromium of test/host; `installHostPackages` comes first. Playwright ends it
 * with this process at the latest.
 */
export async function launchBrowser(): Promise<Browser> {
  const { LD_LIBRARY_PATH: libraries } = process.env;
  return chromium.launch({
    executablePath: browserPaths.chromium,
    // Its sandbox needs a setuid helper or user namespaces, and refuses root; containers have small /dev/shm.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    // Their handlers would keep this process alive; without them it ends, and the browser with it.
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: {
      ...process.env,
      FONTCONFIG_FILE: browserPaths.fontsConfig,
      LD_LIBRARY_PATH: [browserPaths.chromiumLibraries, ...(libraries ? [libraries] : [])].join(
        ':',
      ),
    },
  });
}
