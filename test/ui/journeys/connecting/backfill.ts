import { strict as assert } from 'node:assert';
import { productName, settingKeys } from '../../../../src/ids';
import { CountedProcess } from '../../../support/countedProcess';
import { PrometheusModel } from '../../../support/prometheusModel';
import { useWorkbench } from '../../useWorkbench';

describe('a person whose metrics address is that of a Prometheus', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let prometheus: PrometheusModel;
  const thisMinute = Math.floor(Date.now() / 60_000) * 60;
  const process = new CountedProcess('a:1', thisMinute - 30 * 60);

  /** Seven requests in each minute from one to another, counted from now. */
  function serves(from: number, to: number): void {
    for (let n = from; n < to; n++) {
      process.serve('GET', 200, 7);
      prometheus.add([process.scrape(thisMinute + n * 60 + 50)]);
    }
  }

  before(async () => {
    prometheus = await PrometheusModel.start();
    serves(-30, -20);
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
  it('gives it the token that it wants, and goes on where it was', async () => {
    const { workbench } = current();
    const { quickInput } = workbench;
    serves(-20, -10);
    prometheus.wanted = 'Bearer only-for-this-prometheus';
    await workbench.runCommand(`${productName}: Backfill from Prometheus...`);
    const box = quickInput.locator.locator('input');
    await quickInput.locator.getByText('Backfill from Prometheus (1/2): Server').waitFor();
    await box.first().fill(prometheus.url);
    await box.first().press('Enter');
    const give = async (token: string): Promise<void> => {
      await quickInput.choose('Token');
      const secret = quickInput.locator.locator('input[type=password]');
      await secret.fill(token);
      await secret.press('Enter');
    };
    await quickInput.locator.getByText(/^127\.0\.0\.1:\d+ asks for credentials$/).waitFor();
    await workbench.screenshot('prometheus-asks');
    await give('another');
    await quickInput.locator.getByText(/ refuses the credentials that are kept for it$/).waitFor();
    await give('only-for-this-prometheus');
    await workbench.page.getByRole('option', { name: /^Last hour/ }).click();
    await workbench.notified('Filled in 70 requests in 10 of ');
  });
});
