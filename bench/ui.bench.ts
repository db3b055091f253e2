import { join } from 'node:path';
import { daySeconds, floorTo, hourSeconds, toSeconds } from '../src/domain/time';
import { hostedVsCodeSupported } from '../test/host/hostPackages';
import { bytesAtStart } from '../test/support/bundles';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { makeWideFile } from './dashboard/wideFile';
import { makeLoadFile } from './load/loadFile';
import { alone } from './store/rows';
import { benchDrawing } from './ui/benchDrawing';
import { benchIdle } from './ui/benchIdle';
import { benchStarts } from './ui/benchStarts';
import { smokeUiRounds, uiRounds } from './ui/uiRounds';

/** The design's; bytes. */
const bundleLimits: Readonly<Record<string, number>> = {
  'extension.js': 150_000,
  'targetSession.js': 150_000,
  'storeWorker.js': 150_000,
  'queryWorker.js': 150_000,
  'webview.js': 400_000,
};

/**
 * What the user waits for and what the machine pays, in the hosted VS Code: on the recording, on so much of the design's
 * load, and on a database of 10 000 endpoints, 100 000 failed requests and a year.
 */
export async function benchUi(scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  if (!hostedVsCodeSupported()) {
    console.log('Skipped the user interface: the hosted VS Code runs on Linux x64.');
    return [];
  }
  const rounds = isSmoke ? smokeUiRounds : uiRounds;
  const now = toSeconds(Date.now());
  const load = { scale, seed: 1, end: floorTo(now, hourSeconds) };
  const wideEnd = floorTo(now, daySeconds);
  return [
    ...bundleSizes(),
    ...(await benchStarts(rounds)),
    ...(await benchDrawing('recording', '1h', {}, rounds)),
    ...(await benchDrawing(
      `load of scale ${scale}`,
      '7d',
      { makeDatabase: (file) => makeLoadFile(file, load) },
      rounds,
    )),
    ...(await benchDrawing(
      '10 000 endpoints, 100 000 errors, a year',
      '1y',
      { makeDatabase: (file) => makeWideFile(file, wideEnd) },
      rounds,
    )),
    ...(await benchIdle(rounds)),
  ];
}

function bundleSizes(): BenchRow[] {
  return Object.entries(bundleLimits).map(([name, limit]) => {
    const size = bytesAtStart(join(repositoryRoot(), 'dist', name));
    return alone(`dist/${name}, bytes`, size, limit);
  });
}
