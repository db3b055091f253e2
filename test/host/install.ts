/** `node out/test/host/install.js` brings each hosted VS Code, so that tests that run side by side find it there. */
import { hostedVsCodeSupported, installHostPackages } from './hostPackages';

async function main(): Promise<void> {
  if (!hostedVsCodeSupported()) return;
  await Promise.all([installHostPackages(), installHostPackages('oldest')]);
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
