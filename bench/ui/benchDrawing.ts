import type { Range } from '../../src/domain/range';
import type { BenchRow } from '../benchRow';
import { alone, median } from '../store/rows';
import { MeasuredDashboard, type Opening } from './measuredDashboard';
import { openTarget, type TargetOptions } from './measuredTarget';
import type { UiRounds } from './uiRounds';
import { using } from './using';

const megabyte = 1_000_000;

/** Opens the dashboard over a range again and again, and lets it be refreshed by commits. */
export async function benchDrawing(
  label: string,
  range: Range,
  options: TargetOptions,
  { openings, refreshes }: UiRounds,
): Promise<BenchRow[]> {
  return using(openTarget(options), async (target) => {
    const { workbench, hosts, databaseBytes } = target;
    // What is noted is noted from the next load on.
    await hosts.started(1);
    await workbench.reload();
    const [, reloaded] = await hosts.started(2);
    if (reloaded) await hosts.atRest(reloaded.process);
    const dashboard = new MeasuredDashboard(workbench);
    const [first, ...others] = await dashboard.openings(range, 1 + openings);
    const shown = await dashboard.refreshes(refreshes);
    const name = `${label} (${Math.round(databaseBytes / megabyte)} MB), ${range}`;
    return [
      opened(`${name}: opened the first time, ms`, first ? [first] : []),
      opened(`${name}: opened again, ms`, others),
      alone(`${name}: longest task of opening, ms`, median(others.map((o) => o.longestTask))),
      alone(`${name}: refreshed, median ms`, median(shown.each), 100),
      alone(`${name}: refreshed, max ms`, Math.max(...shown.each), 100),
      alone(`${name}: longest task of refreshing, ms (0: none over 50)`, shown.longestTask, 50),
    ];
  });
}

function opened(name: string, openings: readonly Opening[]): BenchRow {
  const ours = median(openings.map(({ ms }) => ms));
  const peer = median(openings.map(({ emptyMs }) => emptyMs));
  return { ...alone(`${name} (peer: an empty webview)`, ours, 1000), peer, ratio: ours / peer };
}
