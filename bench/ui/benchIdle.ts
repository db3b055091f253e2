import { setTimeout as delay } from 'node:timers/promises';
import type { BenchRow } from '../benchRow';
import { alone } from '../store/rows';
import { ownMemory, processorTime } from './extensionHost';
import { openEmpty, openTarget, type ProbedWorkbench } from './measuredTarget';
import type { UiRounds } from './uiRounds';
import { using } from './using';

const megabyte = 1_000_000;

/** Nothing but the scrape, beside a host without the product in the same time. */
export async function benchIdle({ settling, idle }: UiRounds): Promise<BenchRow[]> {
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
