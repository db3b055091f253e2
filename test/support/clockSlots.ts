import fc from 'fast-check';
import type { AccountBench } from './accountBench';
import type { MockForgeModel } from './mockForgeModel';
import { after } from './times';

const hour = 3600;
const day = 24 * hour;

/** Fifteen seconds of true time in which our clock may step, with so many requests before and after that. */
export interface ClockSlot {
  readonly before: number;
  /** Seconds. */
  readonly step: number;
  readonly since: number;
  /** Whether the collector is killed before its scrape, which ends the slot. */
  readonly kill: boolean;
}

function steps(most: number): fc.Arbitrary<number> {
  return fc.integer({ min: -most, max: most });
}

/** Slots with steps of up to so many days. */
export function clockSlots(days: number, maxLength = 14): fc.Arbitrary<ClockSlot[]> {
  const step = fc
    .oneof(fc.constant(0), fc.constant(0), ...[20, 900, 3 * hour, days * day].map(steps))
    // Rows that seem only a little older than the last look are not taken for a step of ours.
    .filter((seconds) => seconds < -12 || seconds > -10);
  const kill = fc.nat(3).map((n) => n === 0);
  const slot = fc.record({ before: fc.nat(3), step, since: fc.nat(3), kill });
  return fc.array(slot, { minLength: 1, maxLength });
}

/** Requests to an endpoint of their own, and the bounds of the minute in which they came, unix ms. */
export interface CameAt {
  readonly path: string;
  readonly count: number;
  readonly earliest: number;
  readonly latest: number;
}

/**
 * Plays slots after a first contact at noon, and then quiet ones. The server logs by the clock as it is at the time.
 * What is counted between two scrapes belongs to one minute, and where the clock was set back meanwhile to the current.
 */
export function playClockSlots(
  server: MockForgeModel,
  bench: AccountBench,
  slots: readonly ClockSlot[],
): readonly CameAt[] {
  bench.scrape(after(0));
  const quiet: ClockSlot = { before: 0, step: 0, since: 0, kill: false };
  const came: CameAt[] = [];
  let ahead = 0;
  for (const [i, { before, step, since, kill }] of [...slots, quiet, quiet, quiet].entries()) {
    const begin = 15 * i + ahead;
    const scrapeAt = after(begin + step + 15);
    const serve = (name: string, count: number, second: number): number => {
      for (let n = 0; n < count; n++) {
        const status = n === 2 ? 500 : 200;
        server.serve({ at: after(second + n / 10), path: `/${name}/${letter(i)}`, status });
      }
      return after(second);
    };
    const beforeAt = serve('before', before, begin + 2);
    const sinceAt = serve('since', since, begin + step + 9);
    came.push(
      {
        path: `/before/${letter(i)}`,
        count: before,
        earliest: Math.min(beforeAt, scrapeAt) - 15_000,
        latest: step < 0 ? Math.max(scrapeAt, beforeAt + 15_000) : beforeAt + 15_000,
      },
      {
        path: `/since/${letter(i)}`,
        count: since,
        earliest: sinceAt - 15_000,
        latest: sinceAt + 15_000,
      },
    );
    ahead += step;
    if (kill) bench.kill();
    bench.scrape(scrapeAt);
  }
  return came;
}

function letter(i: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + i);
}
