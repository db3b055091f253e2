import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import fs, { existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { english } from '../../../../src/sentences/localize';
import { storeText } from '../../../../src/sentences/storeText';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { exportDatabase } from '../../../../src/store/export/exportSteps';
import { DatabaseFile } from '../../../../src/store/file/databaseFile';
import { systemStoreClock } from '../../../../src/store/file/storeClock';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { whileFailing } from '../../../support/failingCalls';
import { numberedBatch } from '../../../support/numberedBatches';
import { saying } from '../../../support/saying';
import { temporaryFolders, wasmPath } from '../support/databases';

describe('a database on a system that is not like this one', function () {
  this.timeout(30_000);
  const folder = temporaryFolders();
  let engine: SqlEngine;
  let file: string;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });
  beforeEach(async () => {
    file = join(await folder(), 'traffic.sqlite');
  });

  async function fill(path = file): Promise<void> {
    const access = await DatabaseAccess.open({ file: path, engine, clock: systemStoreClock });
    await access.write((connection) => commitBatch(connection, numberedBatch(1)));
    await access.close();
  }

  /** What people read of a call that rejects. */
  async function saidOf(call: Promise<unknown>): Promise<string> {
    return call.then(
      () => '',
      (error: unknown) => storeText(error, english),
    );
  }

  it('is not replaced by its own export, by whichever case its name is written', async () => {
    await fill();
    // Two names of one file, as where case does not matter.
    const out = join(dirname(file), 'TRAFFIC.SQLITE');
    if (!existsSync(out)) await link(file, out);
    await rejects(
      exportDatabase({ engine, file }, { format: 'sqlite', out }),
      saying('StoreError', /TRAFFIC\.SQLITE is a database in use/),
    );
  });

  it('is told from a file whose number differs beyond what a double holds, as on Windows', async () => {
    await fill();
    const out = join(dirname(file), 'other.sqlite');
    await writeFile(out, '');
    const { statSync, fstatSync } = fs;
    type Stat = (...args: unknown[]) => fs.Stats | fs.BigIntStats;
    const numbered = (stat: unknown): Stat => {
      return (...args) => {
        const found = (stat as Stat)(...args);
        const { ino } = found;
        const number = typeof ino === 'bigint' ? 2n ** 60n + ino : 2 ** 60;
        return Object.assign(found, { ino: number });
      };
    };
    Object.assign(fs, { statSync: numbered(statSync), fstatSync: numbered(fstatSync) });
    try {
      await exportDatabase({ engine, file }, { format: 'sqlite', out });
    } finally {
      Object.assign(fs, { statSync, fstatSync });
    }
    deepEqual(await readFile(out), await readFile(file));
  });

  it('says so where its name is too long, or those beside it are, and leaves nothing behind', async () => {
    for (const length of [300, 250]) {
      const path = join(dirname(file), 'x'.repeat(length));
      match(
        await saidOf(fill(path)),
        /^The database .*x cannot be .*: ENAMETOOLONG: .* Choose another storage folder\.$/,
      );
      deepEqual(await readdir(dirname(file)), []);
    }
    await fill();
    const out = join(dirname(file), `${'x'.repeat(250)}.csv`);
    match(
      await saidOf(exportDatabase({ engine, file }, { format: 'sqlite', out })),
      /^The export .* cannot be written: ENAMETOOLONG: .*\. Choose another folder, and export/,
    );
    deepEqual(await readdir(dirname(file)), ['traffic.sqlite']);
  });

  it('stays whole, and says so, where it is saved as a whole and somebody has it open', async () => {
    await writeFile(file, 'old');
    const written = new DatabaseFile(file);
    const said = await saidOf(
      whileFailing(
        'renameSync',
        'EPERM',
        () => true,
        () => written.write(Buffer.from('new')),
      ),
    );
    equal(
      said,
      `The database ${file} cannot be written: permission was denied. Give yourself access to the folder, or choose another one.`,
    );
    equal(await readFile(file, 'utf8'), 'old');
  });

  it('is made where a folder cannot be synced', async () => {
    await mkdir(dirname(file), { recursive: true });
    await whileFailing(
      'fsyncSync',
      'EPERM',
      () => true,
      () => fill(),
    );
    equal(existsSync(file), true);
  });
});
