import { strict as assert } from 'node:assert';
import { extensionId, productName, statusBarItemId } from '../../../src/ids';
import { DashboardPage } from '../pages/dashboardPage';
import { useRecording } from '../useRecording';
import { useWorkbench } from '../useWorkbench';

describe('a person comes back to the dashboard', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);

  /** The dashboard as it is, whatever it shows. */
  function shown(): DashboardPage {
    return new DashboardPage(current().workbench.webview(productName).frame);
  }

  async function chooseMuch(dashboard: DashboardPage): Promise<void> {
    await dashboard.chooseRange('6h');
    await dashboard.choose('Compare', 'nothing');
    await dashboard.toolbarButton(/^Live/).click();
    await dashboard.openEndpoint('/api/orders');
  }

  async function expectMuch(dashboard: DashboardPage): Promise<void> {
    await dashboard.frame.getByRole('heading', { name: /\/api\/orders/ }).waitFor();
    assert.equal(await dashboard.pressed('6h'), 'true');
    assert.equal(await dashboard.pressed(/^Live/), 'false');
    assert.equal(await dashboard.chosen('Compare'), 'nothing');
  }

  async function undoMuch(dashboard: DashboardPage): Promise<void> {
    await dashboard.backToAll();
    await dashboard.choose('Compare', 'previous period');
    await dashboard.toolbarButton(/^Live/).click();
  }

  it('and finds it as it was after looking elsewhere', async () => {
    const { workbench } = current();
    await chooseMuch(await recording.openDashboard());
    await workbench.runCommand(`${productName}: Query: Top 10 endpoints by traffic`);
    await workbench.webview('Top 10 endpoints by traffic').frame.getByRole('row').first().waitFor();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await expectMuch(shown());
    await undoMuch(shown());
  });

  it('and finds it as it was after the window was loaded again', async () => {
    const { workbench } = current();
    await chooseMuch(await recording.openDashboard());
    await workbench.reload();
    await expectMuch(shown());
    await undoMuch(shown());
  });

  it('by the status bar, whose minutes are in the shortest range', async () => {
    const { workbench } = current();
    await recording.openDashboard();
    await workbench.statusItem(`${extensionId}.${statusBarItemId}`).click();
    await shown().card('Requests').waitFor();
    await shown().pressedButton('15m').waitFor();
  });

  it('by the row of an endpoint, whose numbers are those of a day', async () => {
    const { workbench } = current();
    await recording.openDashboard();
    await workbench.openContainer(productName);
    const row = workbench.tree('Top Endpoints').row(/^GET \/api\/products /);
    await row.first().hover();
    await row.first().getByRole('button', { name: 'Open Dashboard' }).click();
    await shown()
      .frame.getByRole('heading', { name: /\/api\/products/ })
      .waitFor();
    await shown().pressedButton('24h').waitFor();
    await shown().backToAll();
  });

  it('from a part of the time to the range before, by the button and by Escape', async () => {
    const { workbench } = current();
    const dashboard = await recording.openDashboard();
    const { frame } = dashboard;
    const reset = frame.getByRole('button', { name: 'Reset' });
    assert.equal(await reset.isVisible(), false);
    for (const goBack of [() => reset.click(), () => workbench.page.keyboard.press('Escape')]) {
      await dashboard.selectSteps('Traffic', 4);
      await dashboard.selection.first().getByRole('button', { name: 'Zoom In' }).click();
      await frame.getByText('Custom range').waitFor();
      await workbench.screenshot('custom-range');
      await goBack();
      await frame.getByText('Custom range').waitFor({ state: 'hidden' });
      await dashboard.pressedButton('1h').waitFor();
      assert.equal(await reset.isVisible(), false);
    }
  });
});
