import { strict as assert } from 'node:assert';
import { productName, settingKeys } from '../../../../src/ids';
import { CountedProcess } from '../../../support/countedProcess';
import { PrometheusModel } from '../../../support/prometheusModel';
import { useWorkbench } from '../../useWorkbench';

describe('a person whose metrics address is that of a Prometheus', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let prometheus: PrometheusModel;

  before(async () => {
    prometheus = await PrometheusModel.start();
    const thisMinute = Math.floor(Date.now() / 60_000) * 60;
    const process = new CountedProcess('a:1', thisMinute - 30 * 60);
    for (let n = -30; n < -20; n++) {
      process.serve('GET', 200, 7);
      prometheus.add([process.scrape(thisMinute + n * 60 + 50)]);
    }
    await current().workbench.applySettings({
      [settingKeys.metricsUrl]: prometheus.url,
      [settingKeys.adminUrl]: 'http://127.0.0.1:2',
    });
  });

  after(() => prometheus.stop());

  it('fills in the past from it, starting at the empty dashboard', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { frame } = workbench.webview(productName);
    await frame
      .getByText('is a Prometheus server (version 3.1.0), not MockForge.')
      .first()
      .waitFor();
    await frame.getByRole('button', { name: 'Backfill from Prometheus...' }).click();
    const box = workbench.page.locator('.quick-input-widget').getByRole('textbox');
    await box.press('Enter');
    await workbench.page.getByRole('option', { name: /^Last hour/ }).click();
    await workbench.notified('Filled in 70 requests in 10 of ');
    await frame.getByRole('button', { name: '1h', exact: true }).click();
    const requests = frame.getByRole('group', { name: 'Requests', exact: true });
    await requests.getByText('70', { exact: true }).waitFor();
    await workbench
      .tree('Targets')
      .row(/, has not answered yet$/)
      .waitFor();
    await workbench.screenshot('backfilled');
    assert.deepEqual(workbench.webview(productName).takeProblems(), []);
  });
});
