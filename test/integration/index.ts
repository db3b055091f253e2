import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository';
import { markConsole } from '../support/suiteConsole';

/**
 * What VS Code calls in its extension host: runs every compiled integration test.
 * The counts go to TEST_RESULT_FILE, since not every VS Code passes the outcome on.
 * @throws Error when a test failed.
 */
export async function run(): Promise<void> {
  markConsole();
  // Not earlier: Mocha keeps the console's functions as they are when it is loaded.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    timeout: 20_000,
    reporter: join(repositoryRoot(), 'test', 'support', 'countingReporter.cjs'),
  });
  for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.test.js')) {
      mocha.addFile(join(__dirname, name));
    }
  }
  const failed = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failed > 0) {
    throw new Error(`${failed} integration tests failed.`);
  }
}
