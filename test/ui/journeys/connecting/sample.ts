import { strict as assert } from 'node:assert';
import { productName } from '../../../../src/ids';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { useWorkbench } from '../../useWorkbench';

const samplePanel = `Sample data - ${productName}`;

describe('a person without a server', () => {
  const current = useWorkbench();

  function sample(): DashboardPage {
    return new DashboardPage(current().workbench.webview(samplePanel).frame);
  }

  it('is led from the walkthrough to sample data, and ticks its steps on the way', async () => {
    const { workbench } = current();
    const { page } = workbench;
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.choose(`Get Started with ${productName}`);
    await page.getByRole('checkbox', { name: 'Connect to MockForge: Not completed' }).waitFor();
    await workbench.screenshot('walkthrough');
    await page.getByRole('button', { name: 'Try with sample data' }).click();
    await sample().endpointRow('/api/users').first().waitFor();
    await sample().selectSteps('Traffic', 3, 2);
    await sample().selection.first().getByRole('button', { name: 'Explain' }).click();
    await sample()
      .frame.getByRole('region', { name: /explained$/ })
      .waitFor();
    await workbench.showEditor('Welcome');
    for (const step of ['Connect to MockForge', 'Explain a spike']) {
      await page.getByRole('checkbox', { name: `${step}: Completed`, exact: true }).waitFor();
    }
    await workbench.screenshot('walkthrough-ticked');
    await workbench.runCommand(`${productName}: Remove Sample Data`);
    await page.getByRole('tab', { name: samplePanel }).waitFor({ state: 'detached' });
  });

  it('looks around in sample data that are marked as such', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { frame } = workbench.webview(productName);
    await frame.getByRole('heading', { name: 'No server at hand?' }).waitFor();
    await workbench.screenshot('sample-offer');
    await frame.getByRole('button', { name: 'Try with Sample Data' }).click();
    await sample().endpointRow('/api/users').first().waitFor();
    assert.equal((await sample().cardTexts('Requests')).value, '11,727');
    await sample().frame.getByText('Sample data, read only:').waitFor();
    await workbench.tree('Targets').row('Sample data').getByText('sample ·').waitFor();
    await workbench.screenshot('sample-dashboard');
    assert.deepEqual(await accessibilityViolations(sample().frame), []);
    await workbench.useTheme('Default Light Modern');
    await workbench.screenshot('sample-dashboard-light');
    await workbench.useTheme('Default Dark Modern');
  });

  it('has it back as it was after a reload of the window, apart from what is collected', async () => {
    const { workbench } = current();
    await sample().chooseRange('24h');
    await workbench.whenSaved(/shownFile/);
    await workbench.whenSaved(/range\W+24h/);
    await workbench.reload();
    await sample().endpointRow('/api/users').first().waitFor();
    await sample().pressedButton('24h').waitFor();
    assert.equal(await workbench.page.getByRole('tab', { name: samplePanel }).count(), 1);
    await workbench.tree('Targets').row('Sample data').waitFor();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { frame } = workbench.webview(productName);
    await frame.getByRole('heading', { name: 'No MockForge server is answering yet' }).waitFor();
  });

  it('removes it with one click', async () => {
    const { workbench } = current();
    await workbench.showEditor(samplePanel);
    await sample().frame.getByRole('button', { name: 'Remove Sample Data' }).click();
    await workbench.tree('Targets').row('Sample data').waitFor({ state: 'detached' });
    await workbench.page.getByRole('tab', { name: samplePanel }).waitFor({ state: 'detached' });
  });
});
