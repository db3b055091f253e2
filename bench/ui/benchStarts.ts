import type { BenchRow } from '../benchRow';
import { alone, median } from '../store/rows';
import { openTarget } from './measuredTarget';
import type { UiRounds } from './uiRounds';
import { using } from './using';

/** What each start of an extension host pays. */
export async function benchStarts({ starts }: UiRounds): Promise<BenchRow[]> {
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
