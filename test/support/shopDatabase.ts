import { copyFile, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WholeDatabase } from '../unit/store/support/wholeDatabase';
import { wasmPath } from './databases';
import { replay } from './replays';
import { repositoryRoot } from './repository';
import { shopRecording } from './shop';

const folder = join(repositoryRoot(), 'out', 'test');
const collected = join(folder, 'shop.sqlite');

/**
 * Writes a database that holds the recording `shop` as a collector leaves it, whole and closed. The first test of a
 * build that asks collects it, which takes seconds; all others get copies.
 */
export async function writeShopDatabase(file: string): Promise<void> {
  if (!(await isOfThisBuild())) await collect();
  await copyFile(collected, file);
}

async function isOfThisBuild(): Promise<boolean> {
  const built = await stat(__filename);
  const made = await stat(collected).catch(() => undefined);
  return made !== undefined && made.mtimeMs > built.mtimeMs;
}

async function collect(): Promise<void> {
  const workplace = await mkdtemp(join(folder, 'shop-'));
  const file = join(workplace, 'shop.sqlite');
  const database = await WholeDatabase.open({ file, wasmPath });
  await replay(await shopRecording(), database);
  await database.close();
  // Another process of tests may have been faster, and its file is in use.
  if (!(await isOfThisBuild())) await rename(file, collected);
  await rm(workplace, { recursive: true });
}
