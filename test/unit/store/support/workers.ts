import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';

/** The built workers of the store. */
export interface Workers {
  readonly workerPath: string;
  readonly queryWorkerPath: string;
}

/**
 * Builds the product's workers before the tests of a describe block.
 * @param first put before the store worker's own code
 */
export function builtWorkers(first = ''): () => Workers {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-workers-'));
    await buildWorker(`${first}\nimport('./src/store/storeWorker');`, 'storeWorker.js');
    await buildWorker(`import('./src/store/queryWorker');`, 'queryWorker.js');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function buildWorker(contents: string, name: string): Promise<void> {
    const options: BuildOptions = {
      stdin: { contents, resolveDir: resolve('.'), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      loader: { '.sql': 'text' },
      outfile: join(folder, name),
    };
    await build(options);
  }

  return () => ({
    workerPath: join(folder, 'storeWorker.js'),
    queryWorkerPath: join(folder, 'queryWorker.js'),
  });
}
