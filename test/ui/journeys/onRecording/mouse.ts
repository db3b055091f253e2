import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import type { DashboardPage } from '../../pages/dashboardPage';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

const charts = ['Traffic', 'Latency', 'Error rate'] as const;

describe('a person who points at the charts', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);
  let dashboard: DashboardPage;

  before(async () => {
    dashboard = await recording.openDashboard();
    await dashboard.choose('Compare', 'nothing');
    // A commit would draw the charts again in the middle of a comparison.
    await dashboard.toolbarButton(/^Live/).click();
  });

  /** Moves the pointer over a chart, to a part of its width. */
  async function point(chart: string, part: number): Promise<void> {
    const { x, y } = await placeIn(dashboard.chart(chart), part);
    await current().workbench.page.mouse.move(x, y);
  }

  it('sees one crosshair over all of them: their legends show the values under it', async () => {
    const rows = new Map<string, string[][]>();
    for (const chart of charts) {
      await dashboard.tableSwitch(chart).click();
      rows.set(chart, await dashboard.rows(chart));
      await dashboard.tableSwitch(chart).click();
    }
    await point('Traffic', 0.9);
    const step = await dashboard.tooltip('Traffic').locator('.tooltip-title').textContent();
    const under = (chart: string): string[] =>
      rows
        .get(chart)
        ?.find(([time]) => time === step)
        ?.slice(1) ?? [];
    assert.ok(under('Traffic').length > 0, `${step} is a row of the table`);
    const [fives, fours, threes, twos] = under('Traffic');
    assert.deepEqual(await dashboard.legendValues('Traffic'), [twos, threes, fours, fives]);
    const [p99, p95, p50] = under('Latency');
    assert.deepEqual(await dashboard.legendValues('Latency'), [p50, p95, p99]);
    assert.deepEqual(await dashboard.legendValues('Error rate'), [under('Error rate')[0], '']);
    assert.match((await dashboard.tooltip('Traffic').textContent()) ?? '', /2xx.*Requests/);
    assert.equal(await dashboard.tooltip('Latency').isVisible(), false);
    await point('Latency', 0.9);
    await dashboard
      .tooltip('Latency')
      .getByText(/bucket .*–.*ms/)
      .first()
      .waitFor();
    await current().workbench.screenshot('crosshair');
  });

  it('drags over a window, zooms into it, and comes back', async () => {
    const { page } = current().workbench;
    await drag('Traffic', 0.75, 0.9);
    const [from = '', to = ''] = ((await dashboard.selectionText()) ?? '').split(' – ');
    await dashboard.selection.first().getByRole('button', { name: 'Zoom In' }).click();
    await dashboard.toolbarButton('Back to 1h').waitFor();
    await dashboard.tableSwitch('Traffic').click();
    const times = (await dashboard.rows('Traffic')).map(([time = '']) => time);
    assert.ok(times.at(-1)?.startsWith(`${from} – `), `${times.join()} begins at ${from}`);
    assert.ok(times[0]?.endsWith(` – ${to}`), `${times.join()} ends at ${to}`);
    await dashboard.tableSwitch('Traffic').click();
    await dashboard.toolbarButton('Back to 1h').click();
    await dashboard.pressedButton('1h').waitFor();
    assert.equal(await dashboard.toolbarButton('Back to 1h').isVisible(), false);
    await page.mouse.move(0, 0);
  });

  it('has no explanation of a range that is left', async () => {
    await drag('Error rate', 0.8, 0.95);
    await dashboard.selection.first().getByRole('button', { name: 'Explain' }).click();
    const explained = dashboard.frame.getByRole('region', { name: /explained$/ });
    await explained.waitFor();
    await dashboard.selection.first().getByRole('button', { name: 'Zoom In' }).click();
    await explained.waitFor({ state: 'hidden' });
    await dashboard.toolbarButton('Back to 1h').click();
    await dashboard.pressedButton('1h').waitFor();
  });

  it('has a dragged window explained, and goes from there to an endpoint', async () => {
    await drag('Error rate', 0.8, 0.95);
    await dashboard.selection.first().getByRole('button', { name: 'Explain' }).click();
    const explained = dashboard.frame.getByRole('region', { name: /explained$/ });
    await explained
      .getByText(/of the change:/)
      .first()
      .waitFor();
    await explained
      .getByRole('button', { name: /\/api\// })
      .first()
      .click();
    await dashboard.panel('Latency distribution').waitFor();
    await dashboard.backToAll();
  });

  it('takes a series out of a chart and puts it back', async () => {
    await current().workbench.page.mouse.move(0, 0);
    const item = dashboard.panel('Traffic').getByRole('button', { name: /^4xx/ });
    const whole = await dashboard.drawing('Traffic');
    await item.click();
    assert.equal(await item.getAttribute('aria-pressed'), 'false');
    assert.notEqual(await dashboard.drawing('Traffic'), whole);
    await item.click();
    assert.equal(await item.getAttribute('aria-pressed'), 'true');
    assert.equal(await dashboard.drawing('Traffic'), whole);
  });

  async function drag(chart: string, from: number, to: number): Promise<void> {
    const { mouse } = current().workbench.page;
    await point(chart, from);
    await mouse.down();
    await point(chart, (from + to) / 2);
    await point(chart, to);
    await mouse.up();
    await dashboard.selection.first().waitFor();
  }
});

async function placeIn(drawing: Locator, part: number): Promise<{ x: number; y: number }> {
  await drawing.scrollIntoViewIfNeeded();
  const box = await drawing.boundingBox();
  if (!box) throw new Error('The chart is not shown.');
  return { x: box.x + box.width * part, y: box.y + box.height * 0.6 };
}
