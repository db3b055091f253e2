import type { RecordedLogRow, RecordedScrape, Recording } from '../../../src/replay/recording';
import { after } from '../../support/times';

export function scrapeOf(second: number, parts: Partial<RecordedScrape> = {}): RecordedScrape {
  const body = `mockforge_uptime_seconds ${second}\nprocess_start_time_seconds 1767614400\n`;
  return { t: after(second), ms: 10, status: 200, contentType: 'text/plain', body, ...parts };
}

export function rowOf(second: number, id: string): RecordedLogRow {
  const row = { id: id.padStart(36, 'a'), timestamp: new Date(after(second)).toISOString() };
  return { t: after(second), row };
}

/** Two processes, from 0 to 40 and from 50 to 90 seconds after noon, each scraped and with a few log rows. */
export const twoProcesses: Recording = {
  from: after(0),
  to: after(90),
  ended: true,
  processes: [
    { from: after(0), to: after(40) },
    { from: after(50), to: after(90) },
  ],
  scrapes: [0, 15, 30, 60, 75].map((second) => scrapeOf(second)),
  logRows: [
    rowOf(10, '-0000-one'),
    rowOf(35, '-0000-two'),
    rowOf(55, '-0000-three'),
    rowOf(70, '-0000-four'),
  ],
  exchanges: [],
  answers: new Map([['/__mockforge/routes', { routes: [] }]]),
};
