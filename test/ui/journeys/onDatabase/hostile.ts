import { strict as assert } from 'node:assert';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { FrameLocator } from 'playwright-core';
import { minuteOf as minuteSeconds } from '../../../../src/domain/time';
import { productName } from '../../../../src/ids';
import type { WholeDatabase } from '../../../unit/store/support/wholeDatabase';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  minuteHistogramOf,
  minuteOf,
  rowOf,
} from '../../../unit/store/support/batches';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { hostileTexts } from '../../../security/hostileStrings';
import { exportDatabase } from '../../exportDatabase';
import { useDatabase } from '../../useDatabase';
import { useWorkbench } from '../../useWorkbench';

/** It would raise an error in the page, and leave an image there, if it became markup. */
const [evil] = hostileTexts.html;

/** What any of the texts would become. */
const madeOfText =
  'img, iframe, base, meta[http-equiv=refresh], a[href], [onload], [onerror], [onmouseover], [onfocus]';

/** A spreadsheet would ask that address. */
const [formula] = hostileTexts.spreadsheet;

/** Of a file: links and an icon, as far as a name can have them. */
const linkName = '$(bug) [click](command:workbench.action.quit) www.evil.example me@evil.example';

describe('a server whose paths, clients and messages are hostile', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const database = useDatabase(current, fill);

  function dashboard(): DashboardPage {
    return new DashboardPage(current().workbench.webview(productName).frame);
  }

  /** Whatever the hostile text has become, it is no element of a view, and nothing complained. */
  async function isTextOnly(frame: FrameLocator): Promise<void> {
    assert.equal(await frame.locator(madeOfText).count(), 0);
    assert.deepEqual(current().workbench.takeProblems(), []);
  }

  it('is shown as text, in every panel', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const page = dashboard();
    await page.chooseRange('1h');
    const row = page.panel('Endpoints').getByRole('row').nth(1);
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /<img src=x/);
    const failed = page.panel('Live errors').getByRole('row').filter({ hasText: '500' });
    await failed.getByRole('button').first().click();
    const detail = page.frame.getByRole('region', { name: 'Failed request' });
    await detail.getByText(`body: ${evil}`).waitFor();
    await workbench.screenshot('hostile-detail');
    await isTextOnly(page.frame);
    assert.deepEqual(await accessibilityViolations(page.frame), []);
    await detail.getByRole('button', { name: 'Close' }).click();
  });

  it('is shown as text where a window is explained, and on the page of an endpoint', async () => {
    const page = dashboard();
    await page.selectSteps('Traffic', 15);
    await page.selection.first().getByRole('button', { name: 'Explain' }).click();
    const explained = page.frame.getByRole('region', { name: /explained$/ });
    await explained
      .getByRole('button', { name: /<img src=x/ })
      .first()
      .waitFor();
    await isTextOnly(page.frame);
    await explained
      .getByRole('button', { name: /<img src=x/ })
      .first()
      .click();
    await page.frame.getByRole('heading', { name: /onerror/ }).waitFor();
    await isTextOnly(page.frame);
    await current().workbench.screenshot('hostile');
    await page.backToAll();
  });

  it('is shown as text in the side bar, its tooltips too', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    for (const tree of ['Top Endpoints', 'Recent Errors']) {
      const row = workbench
        .tree(tree)
        .row(/<img src=x/)
        .first();
      await workbench.tooltip(row, '<img src=x');
      await workbench.screenshot(`hostile-${tree}`);
      const made = workbench.page.locator('.workbench-hover img, .workbench-hover a');
      assert.equal(await made.count(), 0);
    }
    await workbench.tree('Recent Errors').expand(/^GET \/api\/<img src=x/);
    await workbench
      .tree('Recent Errors')
      .row(/, from <img src=x/)
      .first()
      .waitFor();
  });

  it('is shown as text in a list to pick from, and in the hover of its rows', async () => {
    const { workbench } = current();
    const exported = await exportDatabase(current(), database.folder());
    const file = join(database.folder(), `${linkName}.sqlite`);
    renameSync(exported, file);
    await workbench.runCommand(`${productName}: Compare with Exported File...`);
    await workbench.quickInput.nameFile('Compare with Exported File', file);
    await dashboard().panel('Error rate').getByText('[click]').first().waitFor();
    await workbench.runCommand(`${productName}: Open Imported File in Dashboard`);
    const { locator } = workbench.quickInput;
    await workbench.tooltip(locator.locator('.label-description').first(), 'click');
    await workbench.screenshot('hostile-pick');
    const made = [
      '.workbench-hover a',
      '.workbench-hover .codicon-bug',
      '.quick-input-list .codicon-bug',
    ];
    assert.equal(await workbench.page.locator(made.join()).count(), 0);
    await workbench.quickInput.cancel();
  });

  it('is shown as text in the result of a statement', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Run SQL...`);
    const box = workbench.page.locator('.quick-input-widget').getByRole('textbox');
    await box.fill('SELECT endpoint, user_agent, error_message, request_id FROM error_events');
    await box.press('Enter');
    const { frame } = workbench.webview('SQL Result');
    await frame.getByRole('cell', { name: `body: ${evil}` }).waitFor();
    await isTextOnly(frame);
    await workbench.runCommand('View: Close Editor');
  });

  it('is text in a report, and no formula in a spreadsheet', async () => {
    const { workbench } = current();
    const page = dashboard();
    await page.toolbarButton('Export report').click();
    await workbench.quickInput.choose('HTML report');
    const report = await workbench.saveAs(join(database.folder(), 'report.html'));
    const reader = await workbench.openReader();
    await reader.goto(pathToFileURL(report).href);
    await reader.getByText(evil).first().waitFor();
    assert.equal(await reader.locator(`script, ${madeOfText}`).count(), 0);
    await reader.close();
    await page.panel('Clients').getByRole('button', { name: 'Export Clients as CSV' }).click();
    const csv = readFileSync(
      await workbench.saveAs(join(database.folder(), 'clients.csv')),
      'utf8',
    );
    const rows = parse<{ 'User agent': string }>(csv, { bom: true, columns: true });
    const agents = rows.map((row) => row['User agent']);
    assert.deepEqual(agents.sort(), [`'${formula}`, evil]);
  });
});

async function fill(database: WholeDatabase): Promise<void> {
  const minute = minuteSeconds(Date.now()) - 600;
  const endpoint = `/api/${evil}`;
  await database.commit(
    batchOf(1, {
      committedAt: Date.now(),
      minutes: [
        minuteOf(minute, {
          rows: [
            rowOf({ endpoint, requestCount: 9 }),
            rowOf({ endpoint, statusCode: 500 }),
            ...[...hostileTexts.html.slice(1), ...hostileTexts.markdown].map((text) =>
              rowOf({ method: text, endpoint: text }),
            ),
          ],
          histograms: [
            minuteHistogramOf([4, 20_000]),
            minuteHistogramOf([4], { endpoint, source: 'log' }),
          ],
        }),
      ],
      clients: [evil, formula].map((userAgent) =>
        clientOf({ hour: minute - (minute % 3600), userAgent }),
      ),
      errors: [
        errorOf({
          timestamp: minute,
          endpoint,
          userAgent: evil,
          errorMessage: `body: ${evil}`,
          requestId: evil,
          traceId: evil,
          metadata: { path: endpoint },
        }),
        errorOf({ timestamp: minute, endpoint: `/nope/${evil}`, statusCode: 404 }),
      ],
      events: [
        coverageOf(minute, minute + 60),
        { kind: 'session_mark', from: minute, to: minute, detail: { name: evil } },
      ],
    }),
  );
}
