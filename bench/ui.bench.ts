import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Range } from '../src/domain/range';
import { daySeconds, floorTo, hourSeconds, toSeconds } from '../src/domain/time';
import { hostedVsCodeSupported } from '../test/host/hostPackages';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { makeWideFile } from './dashboard/wideFile';
import { makeLoadFile } from './load/loadFile';
import { alone, median } from './store/rows';
import { ownMemory, processorTime } from './ui/extensionHost';
import { MeasuredDashboard } from './ui/measuredDashboard';
import { openEmpty, openTarget } from './ui/measuredTarget';
import type { MeasuredTarget, ProbedWorkbench, TargetOptions } from './ui/measuredTarget';

/** How often something is done, and for how long nothing is. */
interface UiRounds {
  readonly starts: number;
  readonly openings: number;
  readonly refreshes: number;
  /** Milliseconds in which a host comes to rest, and in which it is watched then. */
  readonly settling: number;
  readonly idle: number;
}

const fullRounds: UiRounds = {
  starts: 9,
  openings: 5,
  refreshes: 20,
  settling: 20_000,
  idle: 60_000,
};
const smokeRounds: UiRounds = { starts: 1, openings: 1, refreshes: 1, settling: 0, idle: 1000 };

/** The design's; bytes. */
const bundleLimits: Readonly<Record<string, number>> = {
  'extension.js': 150_000,
  'storeWorker.js': 150_000,
  'queryWorker.js': 150_000,
  'webview.js': 400_000,
};

const megabyte = 1_000_000;

/**
 * What the user waits for and what the machine pays, in the hosted VS Code: on the recording, on so much of the design's
 * load, and on a database of 10 000 endpoints, 100 000 failed requests and a year.
 */
export async function benchUi(scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  if (!hostedVsCodeSupported()) {
    console.log('Skipped the user interface: the hosted VS Code runs on Linux x64.');
    return [];
  }
  const rounds = isSmoke ? smokeRounds : fullRounds;
  const now = toSeconds(Date.now());
  const load = { scale, seed: 1, end: floorTo(now, hourSeconds) };
  const wideEnd = floorTo(now, daySeconds);
  return [
    ...bundleSizes(),
    ...(await benchStarts(rounds)),
    ...(await benchDrawing('recording', ['1h', '7d'], {}, rounds)),
    ...(await benchDrawing(
      `load of scale ${scale}`,
      ['7d'],
      { makeDatabase: (file) => makeLoadFile(file, load) },
      rounds,
    )),
    ...(await benchDrawing(
      '10 000 endpoints, 100 000 errors, a year',
      ['1y'],
      { makeDatabase: (file) => makeWideFile(file, wideEnd) },
      rounds,
    )),
    ...(await benchIdle(rounds)),
  ];
}

function bundleSizes(): BenchRow[] {
  return Object.entries(bundleLimits).map(([name, limit]) => {
    const { size } = statSync(join(repositoryRoot(), 'dist', name));
    return alone(`dist/${name}, bytes`, size, limit);
  });
}

async function benchStarts({ starts }: UiRounds): Promise<BenchRow[]> {
  return using(openTarget({ isQuiet: true }), async ({ workbench, hosts }) => {
    // The first start of a server finds nothing in the caches of the machine.
    for (let start = 0; start < starts; start++) {
      await hosts.started(start + 1);
      await workbench.reload();
    }
    const reports = (await hosts.started(starts + 1)).slice(1);
    const activated = reports.map((report) => report.activated ?? NaN);
    const both = reports.map((report) => (report.loaded ?? NaN) + (report.activated ?? NaN));
    return [
      alone('activate(), ms', median(activated), 20),
      alone('loading the bundle and activating, ms', median(both), 100),
    ];
  });
}

/** Opens the dashboard over each of some ranges, and lets it be refreshed by commits. */
async function benchDrawing(
  label: string,
  ranges: readonly Range[],
  options: TargetOptions,
  rounds: UiRounds,
): Promise<BenchRow[]> {
  return using(openTarget(options), async (target) => {
    const { workbench, hosts, databaseBytes } = target;
    // What is noted is noted from the next load on.
    await hosts.started(1);
    await workbench.reload();
    await hosts.started(2);
    const dashboard = new MeasuredDashboard(workbench);
    const rows: BenchRow[] = [];
    for (const range of ranges) {
      const name = `${label} (${Math.round(databaseBytes / megabyte)} MB), ${range}`;
      rows.push(...(await benchRange(dashboard, name, range, rounds)));
    }
    return rows;
  });
}

async function benchRange(
  dashboard: MeasuredDashboard,
  name: string,
  range: Range,
  { openings, refreshes }: UiRounds,
): Promise<BenchRow[]> {
  const [first, ...others] = await dashboard.openings(range, 1 + openings);
  const shown = await dashboard.refreshes(refreshes);
  await dashboard.close();
  return [
    alone(`${name}: opened the first time, ms`, first?.ms ?? NaN, 1000),
    alone(`${name}: opened again, ms`, median(others.map(({ ms }) => ms)), 1000),
    alone(`${name}: longest task of opening, ms`, median(others.map((o) => o.longestTask))),
    alone(`${name}: refreshed, median ms`, median(shown.each), 100),
    alone(`${name}: refreshed, max ms`, Math.max(...shown.each), 100),
    alone(`${name}: longest task of refreshing, ms (0: none over 50)`, shown.longestTask, 50),
  ];
}

/** Nothing but the scrape, beside a host without the product in the same time. */
async function benchIdle({ settling, idle }: UiRounds): Promise<BenchRow[]> {
  return using(openTarget({ isQuiet: true }), (ours) =>
    using(openEmpty(), async (peer) => {
      const process = await processOf(ours);
      const peerProcess = await processOf(peer);
      await delay(settling);
      const timersBefore = await ours.hosts.timers(process);
      const before = [processorTime(process), processorTime(peerProcess)] as const;
      await delay(idle);
      const percent = (processorTime(process) - before[0]) / (idle / 100);
      const peerPercent = (processorTime(peerProcess) - before[1]) / (idle / 100);
      const { timers, tries } = await ours.hosts.timers(process);
      const extraMegabytes = (ownMemory(process) - ownMemory(peerProcess)) / megabyte;
      const scrapes = tries - timersBefore.tries;
      return [
        {
          name: 'idle: extension host, percent of a core (peer: a host without the product)',
          ours: percent,
          peer: peerPercent,
          ratio: percent / peerPercent,
          limit: 'at most 1 more than the peer',
          holds: percent - peerPercent <= 1,
        },
        alone('idle: memory beyond a host without the product, MB', extraMegabytes, 60),
        alone(
          `idle: timers that went off beside those of ${scrapes} scrapes`,
          timers - timersBefore.timers - scrapes,
          0,
        ),
      ];
    }),
  );
}

async function processOf({ hosts }: ProbedWorkbench): Promise<number> {
  const [report] = await hosts.started(1);
  if (!report) throw new Error('No extension host has started.');
  return report.process;
}

async function using<Opened extends ProbedWorkbench | MeasuredTarget, Result>(
  opening: Promise<Opened>,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const opened = await opening;
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
