/** `node out/test/host/install.js` brings the hosted VS Code, so that tests that run side by side find it there. */
import { hostedVsCodeSupported, installHostPackages } from './hostPackages';

async function main(): Promise<void> {
  if (hostedVsCodeSupported()) await installHostPackages();
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
