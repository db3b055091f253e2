// `node out/test/support/recordSample.js`: collects the sample data that ship with the extension from the recording.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { collectRecording } from '../../src/cli/collectRecording';
import { readRecording } from '../../src/replay/recording';
import { openStore } from '../../src/store/writer/storeClient';
import { noDimensions, silentLog } from './replays';
import { repositoryRoot } from './repository';

async function main(): Promise<void> {
  const root = repositoryRoot();
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  const store = await openStore({
    workerPath: join(root, 'dist', 'storeWorker.js'),
    queryWorkerPath: join(root, 'dist', 'queryWorker.js'),
    wasmPath: join(root, 'dist', 'sql-wasm.wasm'),
    file: join(folder, 'traffic.sqlite'),
  });
  const exported = join(folder, 'exported.sqlite');
  try {
    await collectRecording({
      recording: await readRecording(join(root, 'test', 'fixtures', 'shop.jsonl.br')),
      store: store.writer,
      log: silentLog,
      dimensions: noDimensions,
    });
    await store.reader.exportTo({ format: 'sqlite', out: exported });
  } finally {
    await store.close();
  }
  const sample = join(root, 'media', 'sample.sqlite.br');
  writeFileSync(sample, brotliCompressSync(readFileSync(exported)));
  rmSync(folder, { recursive: true });
}

void main();
