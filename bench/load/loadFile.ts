import { writeFile } from 'node:fs/promises';
import { newDatabase } from '../../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../../src/store/sqljs/sqlEngine';
import { SideProcess, wasmPath } from '../store/sides';
import { periodsOf } from './periods';
import type { Load } from './writeLoad';

/** Makes a database file with a load, on the native side, since that is quicker; returns ms that it took. */
export async function makeLoadFile(file: string, load: Load): Promise<number> {
  const engine = await loadSqlEngine(wasmPath);
  await writeFile(file, newDatabase(engine, periodsOf(load.scale, load.end).daysFrom), {
    flag: 'wx',
  });
  const side = await SideProcess.start('peer');
  try {
    return (await side.ask({ what: 'load', file, load })).ms;
  } finally {
    side.end();
  }
}
