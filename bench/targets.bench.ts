import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetUrls } from '../src/domain/target';
import { systemClock } from '../src/collector/systemClock';
import { MockForgeModel } from '../test/support/mockForgeModel';
import { MockForgeServer } from '../test/support/mockForgeServer';
import type { BenchRow } from './benchRow';
import type { CollectingCost, CollectingTask } from './collectingProcess';

const targetCount = 12;
/** Endpoints that the requests of a server are to; there is one a second. */
const endpointCount = 30;

const mostCpuShare = 0.02;
/** Of servers whose live log cannot be had: theirs are read each second, so that a sudden 900 requests a second all have their endpoint. */
const mostCpuShareWithoutLiveLog = 0.04;
const mostMegabytes = 8;

/**
 * Twelve servers collected from at once, as the extension does it, beside one: what each further one costs the process
 * that collects, its threads included. The servers are in this process, with a request a second each, and the board is open.
 */
export async function benchTargets(_: number, isSmoke: boolean): Promise<BenchRow[]> {
  const seconds = isSmoke ? 2 : 60;
  return [...(await rowsOf(seconds, true)), ...(await rowsOf(seconds, false))];
}

async function rowsOf(seconds: number, streams: boolean): Promise<BenchRow[]> {
  const one = await costOf(1, seconds, streams);
  const all = await costOf(targetCount, seconds, streams);
  const cpuShare = (all.cpuMs - one.cpuMs) / 1000 / seconds;
  const megabytes = (all.residentBytes - one.residentBytes) / (targetCount - 1) / 2 ** 20;
  const source = streams ? 'with a live log' : 'without a live log';
  const mostShare = streams ? mostCpuShare : mostCpuShareWithoutLiveLog;
  return [
    {
      name: `${targetCount} targets at 15 s beyond one, ${source}, share of a core`,
      ours: cpuShare,
      limit: `at most ${mostShare}`,
      holds: cpuShare <= mostShare,
    },
    {
      name: `each target beyond the first, ${source}, resident MB`,
      ours: megabytes,
      limit: `at most ${mostMegabytes}`,
      holds: megabytes <= mostMegabytes,
    },
  ];
}

async function costOf(count: number, seconds: number, streams: boolean): Promise<CollectingCost> {
  const folder = await mkdtemp(join(tmpdir(), 'targets-bench-'));
  const mocks = await Promise.all(Array.from({ length: count }, () => startServer(streams)));
  const traffic = setInterval(() => {
    for (const { model } of mocks) serveOne(model);
  }, 1000);
  const child = fork(join(__dirname, 'collectingProcess.js'), { execArgv: ['--expose-gc'] });
  try {
    const task: CollectingTask = {
      targets: mocks.map(({ server }) => urlsOf(server)),
      folder,
      seconds,
    };
    child.send(task);
    const [cost] = (await once(child, 'message')) as [CollectingCost];
    if (cost.collecting !== count)
      throw new Error(`${cost.collecting} of ${count} were collected.`);
    return cost;
  } finally {
    clearInterval(traffic);
    child.kill();
    await Promise.all(mocks.map(({ server }) => server.stop()));
    await rm(folder, { recursive: true });
  }
}

async function startServer(
  streams: boolean,
): Promise<{ model: MockForgeModel; server: MockForgeServer }> {
  const model = new MockForgeModel(Date.now());
  const server = await MockForgeServer.start(model, systemClock);
  server.streams = streams;
  server.keepsConnections = true;
  return { model, server };
}

function urlsOf({ metricsUrl, adminUrl }: MockForgeServer): TargetUrls {
  return { metricsUrl, adminUrl };
}

let served = 0;

function serveOne(model: MockForgeModel): void {
  const n = served++;
  const path = `/api/resource-${n % endpointCount}/{id}`;
  model.serve({ at: Date.now(), path, status: n % 33 === 5 ? 500 : 200 });
}
