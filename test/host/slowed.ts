import { shiftExchange, shiftLogRow, shiftProcessStart } from '../../src/mockforge/timeShift';
import type { Recording } from '../../src/replay/recording';
import { withUptime } from './continuedBody';

/** From scrape to scrape of a recording. */
const scrapeMs = 15_000;
/** A scrape is a little late, and what it counts belongs before it. */
const lateMs = 10;

/** The recording with a pause after the requests of each scrape, and so with as many over a longer time. */
export function slowed(recording: Recording, pauseMs: number): Recording {
  const first = (recording.scrapes[0]?.t ?? recording.from) + lateMs;
  const pauseBefore = (t: number): number =>
    pauseMs * Math.max(0, Math.ceil((t - first) / scrapeMs));
  const later = (t: number): number => t + pauseBefore(t);
  return {
    ...recording,
    to: later(recording.to),
    processes: recording.processes.map(({ from, to }, i, { [i + 1]: next }) => ({
      from: later(from),
      // It is as long from one to the next as it was.
      to: next ? later(next.from) - (next.from - to) : later(to),
    })),
    // Those that nobody answered are known from the processes.
    scrapes: recording.scrapes
      .filter(({ status }) => status !== 0)
      .map((scrape) => {
        const t = later(scrape.t);
        const process = recording.processes.findLast(({ from }) => from <= scrape.t);
        if (!process) return { ...scrape, t };
        const begun = pauseBefore(process.from) / 1000;
        const uptime = (t - later(process.from)) / 1000;
        return { ...scrape, t, body: withUptime(shiftProcessStart(scrape.body, begun), uptime) };
      }),
    logRows: recording.logRows.map(({ t, row }) => ({
      t: later(t),
      row: shiftLogRow(row, pauseBefore(t), 0) ?? row,
    })),
    exchanges: recording.exchanges.map(({ t, row }) => ({
      t: later(t),
      row: shiftExchange(row, pauseBefore(t), 0),
    })),
  };
}
