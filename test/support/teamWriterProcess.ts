/**
 * `node teamWriterProcess.js NETWORK SPOOL LAST`, with the settings of a server on stdin: commits numbered batches up to LAST
 * behind those that are stored or wait, says the number of each that was acknowledged, and ends once all are on the server.
 */
import { writeSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Network } from '../../src/store/postgres/network';
import type { ServerSettings } from '../../src/store/postgres/serverSettings';
import { SpooledDatabase } from '../../src/store/postgres/spooledDatabase';
import { numberedBatch } from './numberedBatches';

const retryMs = 50;

async function main(networkPath: string, spoolFolder: string, last: number): Promise<void> {
  const settings = (await json(process.stdin)) as ServerSettings;
  const network = new Network(networkPath);
  const database = await untilDone(() => SpooledDatabase.open({ settings, network, spoolFolder }));
  await untilDone(async () => {
    const state = await database.loadState();
    for (let id = Number(state?.replace('state ', '') ?? 0) + 1; id <= last; id += 1) {
      await database.commit(numberedBatch(id));
      writeSync(1, `${id}\n`);
    }
  });
  await untilDone(() => database.flush());
  await database.close();
  await network.end();
}

async function untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      writeSync(2, `${String(error)}\n`);
      await delay(retryMs);
    }
  }
}

const [networkPath = '', spoolFolder = '', last = ''] = process.argv.slice(2);
void main(networkPath, spoolFolder, Number(last));
