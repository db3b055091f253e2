import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import { productName } from '../../../../src/ids';
import { accessibilityViolations } from '../../pages/accessibility';
import type { DashboardPage } from '../../pages/dashboardPage';
import { focused } from '../../pages/focusWalk';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

const height = 1000;

describe('a person who opens an error group', () => {
  const current = useWorkbench({ viewport: { width: 1440, height } });
  const recording = useRecording(current);
  let dashboard: DashboardPage;
  let row: Locator;
  let detail: Locator;

  before(async () => {
    dashboard = await recording.openDashboard();
    await dashboard.toolbarButton(/^Live/).click();
    detail = dashboard.panel('Errors').getByRole('region', { name: 'Error group' });
    row = dashboard
      .panel('Errors')
      .getByRole('row')
      .filter({ has: dashboard.frame.locator('[title="/api/orders"]') })
      .filter({ hasText: 'Bad request' })
      .first();
  });

  const opener = (): Locator => row.getByRole('button').first();

  it('sees the whole of it below its row: when, why, who and which requests', async () => {
    const { workbench } = current();
    await row.click();
    await detail.waitFor();
    assert.equal(await opener().getAttribute('aria-expanded'), 'true');
    const box = await detail.boundingBox();
    assert.ok(box && box.y > 0 && box.y < height - 100, JSON.stringify(box));
    const count = (await row.locator('td.count').textContent()) ?? '';
    await detail.getByRole('img', { name: new RegExp(`^${count} errors over time`) }).waitFor();
    await detail.getByRole('row').nth(1).waitFor();
    await workbench.screenshot('error-group-dark');
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await workbench.useTheme('Default Light Modern');
    await workbench.screenshot('error-group-light');
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await workbench.useTheme('Default Dark Modern');
  });

  it('has it stay as it is while the table is sorted, and one group open at a time', async () => {
    const { frame } = dashboard;
    const text = await detail.textContent();
    const errors = dashboard.panel('Errors');
    await errors.getByRole('button', { name: 'Status', exact: true }).click();
    await errors.locator('th.status[aria-sort]').waitFor();
    assert.equal(await detail.textContent(), text);
    const following = row.locator('xpath=following-sibling::tr[1]');
    assert.equal(await following.locator('.error-group').count(), 1);
    await errors.getByRole('button', { name: 'Count', exact: true }).click();
    const other = errors.getByRole('button', { expanded: false, name: /^Injected fault/ }).first();
    await other.click();
    await frame.locator('.error-group .whole-message', { hasText: 'Injected fault' }).waitFor();
    assert.equal(await detail.count(), 1);
    assert.equal(await opener().getAttribute('aria-expanded'), 'false');
  });

  it('opens and closes it by keyboard, and is then back at its row', async () => {
    const { frame } = dashboard;
    const { keyboard } = current().workbench.page;
    const name = await opener().textContent();
    await opener().focus();
    await keyboard.press('Enter');
    await detail.getByText(/is a required property/).waitFor();
    assert.equal(await focused(frame), name);
    await keyboard.press('Tab');
    assert.equal(await focused(frame), 'Close');
    await keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
    assert.equal(await focused(frame), name);
  });

  it('goes from it to what its endpoint did', async () => {
    await row.click();
    await detail.getByRole('button', { name: 'Show only this endpoint' }).click();
    await dashboard.panel('Latency distribution').waitFor();
    await dashboard.backToAll();
  });

  /** What the newest editor says, where it says this. */
  async function editorWith(text: RegExp): Promise<string> {
    const lines = current().workbench.page.locator('.view-lines').filter({ hasText: text });
    return ((await lines.first().textContent()) ?? '').replaceAll('\u00a0', ' ');
  }

  it('repeats one of its requests as the recorder kept it', async () => {
    if ((await detail.count()) === 0) await row.click();
    await detail.getByRole('button', { name: 'Open as .http' }).first().click();
    const text = await editorWith(/REDACTED/);
    assert.match(text, /POST http:\/\/127\.0\.0\.1:\d+\/api\/orders/);
    assert.match(text, /content-type: application\/json/);
    assert.match(text, /\{.*\}/);
    await current().workbench.screenshot('repeated-request');
    await current().workbench.runCommand('View: Revert and Close Editor');
  });

  it('repeats the newest request of an endpoint, with the ids that it had', async () => {
    await current().workbench.showEditor(productName);
    await dashboard.openEndpoint('/api/users/:id');
    await dashboard.frame
      .locator('.endpoint-header')
      .getByRole('button', { name: 'Open as .http' })
      .click();
    assert.match(
      await editorWith(/api\/users\//),
      /GET http:\/\/127\.0\.0\.1:\d+\/api\/users\/[^:{\s]+/,
    );
    await current().workbench.runCommand('View: Revert and Close Editor');
  });
});
