import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Locator } from 'playwright-core';
import { productName } from '../../../../src/ids';
import { nativeRows } from '../../../support/nativeSqlite';
import { requestName, shopClients, tally } from '../../../support/shop';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

/** What the clients sent, and the one request that the recording itself made (recordings README). */
const sent = tally([...shopClients().map(requestName), 'http GET 200']);
const requests = Object.values(sent).reduce((sum, count) => sum + count, 0);
const shownRequests = new Intl.NumberFormat('en').format(requests);

const asChoice = 'last part of friday.sqlite, same length';
/** With its days, where these are not today. */
const comparedPeriod = /^friday\.sqlite (.* )?\d\d:\d\d – (.* )?\d\d:\d\d$/;

const sums = `
  SELECT (SELECT integrity_check FROM pragma_integrity_check) AS integrity,
    (SELECT SUM(request_count) FROM metrics_aggregates_minute
      WHERE protocol IN ('http', 'graphql')) AS requests`;

describe('a person who exports data, and compares with them later', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  useRecording(current);
  let exportsFolder: string;
  const path = (name: string): string => join(exportsFolder, name);

  before(async () => {
    exportsFolder = mkdtempSync(join(tmpdir(), 'exported-'));
    const { workbench } = current();
    await workbench.openContainer(productName);
    await workbench
      .tree('Targets')
      .row(/^Metrics, on/)
      .waitFor();
  });

  after(() => {
    rmSync(exportsFolder, { recursive: true, force: true });
  });

  async function run(command: string): Promise<void> {
    const { workbench } = current();
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand(`${productName}: ${command}`);
  }

  /** Answers the questions of Export Data, and waits until it is done. */
  async function exportData(name: string, ...answers: readonly string[]): Promise<void> {
    const { workbench } = current();
    await run('Export Data...');
    for (const answer of answers) await workbench.quickInput.choose(answer);
    await workbench.quickInput.nameFile('Save As', path(name));
    await workbench.notified(`Exported to ${path(name)}`);
  }

  async function compareWith(name: string): Promise<void> {
    await run('Compare with Exported File...');
    await current().workbench.quickInput.nameFile('Compare with Exported File', path(name));
  }

  function dashboard(name?: string): DashboardPage {
    const title = name === undefined ? productName : `${name} - ${productName}`;
    return new DashboardPage(current().workbench.webview(title).frame);
  }

  /** Compared period, in whichever places there is room for it. */
  function compared(): Locator {
    return dashboard().frame.getByText(comparedPeriod).filter({ visible: true }).first();
  }

  function fileRow(): Locator {
    return current()
      .workbench.tree('Targets')
      .row(/^friday\.sqlite, imported file · /);
  }

  it('saves everything as a database that any SQLite opens', async () => {
    await exportData('friday.sqlite', 'Database (SQLite)');
    await current().workbench.screenshot('exported');
    assert.deepEqual(nativeRows(path('friday.sqlite'), sums), [{ integrity: 'ok', requests }]);
    assert.deepEqual(readdirSync(exportsFolder), ['friday.sqlite']);
  });

  it('saves a table for a spreadsheet, and for programs', async () => {
    await exportData('minutes.csv', 'Requests by minute', 'CSV', 'Everything');
    await exportData('minutes.json', 'Requests by minute', 'JSON', 'Everything');
    const { rows } = JSON.parse(readFileSync(path('minutes.json'), 'utf8')) as {
      readonly rows: readonly Readonly<Record<string, string | number | null>>[];
    };
    const records: unknown = parse(readFileSync(path('minutes.csv')), { bom: true, columns: true });
    assert.deepEqual(
      records,
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, `${value ?? ''}`])),
      ),
    );
    assert.equal(
      rows
        .filter(({ protocol }) => protocol === 'http' || protocol === 'graphql')
        .reduce((sum, row) => sum + Number(row['requests']), 0),
      requests,
    );
  });

  it('is told why nothing was written', async () => {
    const { workbench } = current();
    await compareWith('minutes.csv');
    await workbench.notified('minutes.csv cannot be read');
    await workbench.screenshot('not-imported');
  });

  it('compares what is collected with it', async () => {
    const { workbench } = current();
    await compareWith('friday.sqlite');
    await compared().waitFor();
    const chosen = dashboard().compare.getByText(asChoice);
    assert.equal(await chosen.filter({ visible: true }).count(), 1);
    await fileRow().waitFor();
    await workbench.screenshot('compared-with-file');
    await dashboard().choose('Compare', 'nothing');
    await compared().waitFor({ state: 'detached' });
    await dashboard().choose('Compare', asChoice);
    await compared().waitFor();
    assert.deepEqual(await accessibilityViolations(dashboard().frame), []);
    assert.deepEqual(workbench.webview(productName).takeProblems(), []);
  });

  it('looks at it in a dashboard of its own, where nothing is collected', async () => {
    const { workbench } = current();
    await run('Open Imported File in Dashboard');
    await workbench.quickInput.choose('friday.sqlite');
    const page = dashboard('friday.sqlite');
    await page.frame.getByText('Imported file, read only:').waitFor();
    await page.card('Requests').getByText(shownRequests, { exact: true }).waitFor();
    await workbench.screenshot('imported-file');
    assert.deepEqual(await accessibilityViolations(page.frame), []);
  });

  it('is told when it is gone, and takes it off the list', async () => {
    const { workbench } = current();
    rmSync(path('friday.sqlite'));
    const { frame } = dashboard('friday.sqlite');
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.getByText('friday.sqlite no longer exists').waitFor();
    await workbench.screenshot('imported-file-gone');
    await fileRow().hover();
    await fileRow().getByRole('button', { name: 'Remove Imported File from List' }).click();
    await fileRow().waitFor({ state: 'detached' });
  });
});
