import { strict as assert } from 'node:assert';
import { stepText } from '../../../src/domain/spanText';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productName } from '../../../src/ids';
import { numberFormat } from '../../../src/domain/numberFormat';
import { timeFormat } from '../../../src/domain/timeFormat';
import { nativeRows } from '../../support/nativeSqlite';
import { exportDatabase } from '../exportDatabase';
import type { DashboardPage } from '../pages/dashboardPage';
import { StoredNumbers } from '../storedNumbers';
import { useRecording } from '../useRecording';
import { useWorkbench } from '../useWorkbench';

const timeZone = 'Asia/Kolkata';
const times = timeFormat('de', timeZone);

describe('a person in a time zone of half an hour, whose editor speaks German', () => {
  const current = useWorkbench({
    viewport: { width: 1440, height: 1000 },
    timeZone,
    language: 'de',
  });
  const recording = useRecording(current);
  let folder: string;
  let stored: StoredNumbers;
  let dashboard: DashboardPage;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'locale-'));
    dashboard = await recording.openDashboard();
    // What is shown is then of the same scrape as what is exported.
    const { workbench, t } = current();
    await workbench.runCommand(`${productName}: ${t('Pause Collecting')}`);
    await dashboard.frame.getByText(t('Paused:')).first().waitFor();
    const file = await exportDatabase(current(), folder);
    stored = new StoredNumbers((sql) => nativeRows(file, sql));
    await dashboard.toolbarButton(t('Refresh')).click();
  });

  after(async () => {
    const { workbench, t } = current();
    await workbench.runCommand(`${productName}: ${t('Start Collecting')}`);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads numbers as they are written there', async () => {
    const { workbench, t } = current();
    const { requests, errors } = stored.totals();
    const written = new Intl.NumberFormat('de').format(requests);
    assert.match(written, /^\d+\.\d{3}$/);
    assert.equal((await dashboard.cardTexts(t('Requests'))).value, written);
    const rate = new Intl.NumberFormat('de', {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    const { value } = await dashboard.cardTexts(t('Error rate'));
    assert.equal(value, `${rate.format((100 * errors) / requests)}%`);
    const perSecond = (await dashboard.cardTexts(t('Requests per second'))).value;
    const threeDigits = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
    const average = requests / stored.coveredSeconds();
    assert.equal(perSecond, `${new Intl.NumberFormat('de', threeDigits).format(average)}/s`);
    await workbench.screenshot('german');
  });

  it('reads its own times', async () => {
    const { t } = current();
    const traffic = t('Traffic');
    const [newest] = stored.newestErrors(1);
    const [first] = await dashboard.rows(t('Live errors'));
    assert.equal(first?.[0], times.clockMs(newest?.atMs ?? 0));
    await dashboard.tableSwitch(traffic).click();
    const shown = (await dashboard.rows(traffic)).map(([time]) => time);
    for (const { at } of stored.minutes())
      assert.ok(shown.includes(stepText(times, at, 60, false)));
    await dashboard.tableSwitch(traffic).click();
  });

  it('is told that hours of the week are approximate there, and finds all requests in them', async () => {
    const { t } = current();
    const title = t('Hours of the week');
    const note = t('7 days, local time, to the nearest hour of UTC');
    await dashboard.panel(title).getByText(note).waitFor();
    const { count } = numberFormat('de');
    const cells = (await dashboard.rows(title)).flat();
    for (const { requests } of stored.hours()) {
      const found = cells.some((cell) => cell.startsWith(`${count(requests)} Anfragen in `));
      assert.ok(found, `${requests} requests are in ${cells.join('; ')}`);
    }
  });

  it('reads the views and the dashboard in German', async () => {
    const { workbench, t } = current();
    await workbench.openContainer(productName);
    for (const title of ['Top Endpoints', 'Recent Errors', 'Targets']) {
      assert.notEqual(t(title), title);
      await workbench.tree(t(title)).row(/./).first().waitFor();
    }
    assert.notEqual(t('Requests per second'), 'Requests per second');
    await dashboard.card(t('Requests per second')).waitFor();
  });
});
