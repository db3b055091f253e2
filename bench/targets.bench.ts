import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoopbackServer } from '../test/integration/loopbackServer';
import type { BenchRow } from './benchRow';
import type { CollectingCost, CollectingTask } from './collectingProcess';

const targetCount = 12;
/** Endpoints that the requests of a server are to; there is one a second. */
const endpointCount = 30;

const mostCpuShare = 0.02;
const mostMegabytes = 8;

/**
 * Twelve servers collected from at once, as the extension does it, beside one: what each further one costs the process
 * that collects, its threads included. The servers are in this process, with a request a second each.
 */
export async function benchTargets(_: number, isSmoke: boolean): Promise<BenchRow[]> {
  const seconds = isSmoke ? 2 : 60;
  const one = await costOf(1, seconds);
  const all = await costOf(targetCount, seconds);
  const cpuShare = (all.cpuMs - one.cpuMs) / 1000 / seconds;
  const megabytes = (all.residentBytes - one.residentBytes) / (targetCount - 1) / 2 ** 20;
  return [
    {
      name: `${targetCount} targets at 15 s beyond one, share of a core`,
      ours: cpuShare,
      limit: `at most ${mostCpuShare}`,
      holds: cpuShare <= mostCpuShare,
    },
    {
      name: 'each target beyond the first, resident MB',
      ours: megabytes,
      limit: `at most ${mostMegabytes}`,
      holds: megabytes <= mostMegabytes,
    },
  ];
}

async function costOf(count: number, seconds: number): Promise<CollectingCost> {
  const folder = await mkdtemp(join(tmpdir(), 'targets-bench-'));
  const servers = await Promise.all(Array.from({ length: count }, () => LoopbackServer.start()));
  const traffic = setInterval(() => {
    for (const server of servers) serveOne(server);
  }, 1000);
  const child = fork(join(__dirname, 'collectingProcess.js'), { execArgv: ['--expose-gc'] });
  try {
    const task: CollectingTask = { urls: servers.map(({ url }) => url), folder, seconds };
    child.send(task);
    const [cost] = (await once(child, 'message')) as [CollectingCost];
    if (cost.collecting !== count)
      throw new Error(`${cost.collecting} of ${count} were collected.`);
    return cost;
  } finally {
    clearInterval(traffic);
    child.kill();
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true });
  }
}

let served = 0;

function serveOne(server: LoopbackServer): void {
  const n = served++;
  server.serve(1, 'GET', `/api/resource-${n % endpointCount}/{id}`, n % 33 === 5 ? 500 : 200);
}
