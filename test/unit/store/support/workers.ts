import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { build } from 'esbuild';

/** The built workers of the store. */
export interface Workers {
  readonly workerPath: string;
  readonly queryWorkerPath: string;
}

/** Puts an sql.js that copies its contents in the place of the real one. */
const copyingSqlJs: Plugin = {
  name: 'copying-sql-js',
  setup(builder) {
    builder.onResolve({ filter: /^sql\.js$/ }, () => ({ path: 'copying', namespace: 'copying' }));
    builder.onLoad({ filter: /.*/, namespace: 'copying' }, () => ({
      contents: `
        import initSqlJs from 'sql.js/dist/sql-wasm.js';
        import { copyingEngine } from './test/unit/store/support/copyingEngine';
        export default async (config) => copyingEngine(await initSqlJs(config));`,
      resolveDir: resolve('.'),
      loader: 'ts',
    }));
  },
};

/**
 * Builds the product's workers before the tests of a describe block.
 * @param first put before the store worker's own code
 * @param isCopying with an sql.js that cannot work page by page
 * @param firstOfQueries put before the query worker's own code
 */
export function builtWorkers(first = '', isCopying = false, firstOfQueries = ''): () => Workers {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-workers-'));
    await buildWorker(`${first}\nimport('./src/store/writer/storeWorker');`, 'storeWorker.js');
    await buildWorker(
      `${firstOfQueries}\nimport('./src/store/reader/queryWorker');`,
      'queryWorker.js',
    );
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
      plugins: isCopying ? [copyingSqlJs] : [],
    };
    await build(options);
  }

  return () => ({
    workerPath: join(folder, 'storeWorker.js'),
    queryWorkerPath: join(folder, 'queryWorker.js'),
  });
}
