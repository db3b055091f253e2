import { strict as assert } from 'node:assert';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { productName, settingKeys } from '../../../../src/ids';
import { accessibilityViolations } from '../../pages/accessibility';
import { useServer } from '../../useServer';
import { useWorkbench } from '../../useWorkbench';

const endless =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n';

describe('a person who writes SQL', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });

  useServer(current, (served) => {
    for (const path of ['/api/users', '/api/orders', '/api/carts'])
      served.serve(4, 'GET', path, 200);
  });

  before(async () => {
    const { workbench } = current();
    await workbench.applySettings({ [settingKeys.maxQueryResults]: 2 });
    await workbench.tree('Top Endpoints').row('/api/carts').waitFor();
  });

  async function run(sql: string): Promise<void> {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Run SQL...`);
    const box: Locator = workbench.page.locator('.quick-input-widget').getByRole('textbox');
    await box.fill(sql);
    await box.press('Enter');
  }

  it('sees the rows, and that there are more than are shown', async () => {
    const { workbench } = current();
    await run('SELECT endpoint, request_count FROM metrics_aggregates_minute ORDER BY endpoint');
    const { frame } = workbench.webview('SQL Result');
    await frame.getByRole('cell', { name: '/api/carts' }).waitFor();
    await frame.getByText('Only the first 2 rows are shown, copied and saved').waitFor();
    assert.equal(await frame.getByRole('row').count(), 3);
    await workbench.screenshot('sql-result');
    assert.deepEqual(await accessibilityViolations(frame), []);
    assert.deepEqual(workbench.webview('SQL Result').takeProblems(), []);
  });

  it('is told what is wrong with a statement in place of the old result, and where', async () => {
    const { workbench } = current();
    const { frame } = workbench.webview('SQL Result');
    await run('DELETE FROM error_events');
    await frame.getByRole('alert').getByText('Only a statement that reads').waitFor();
    assert.equal(await frame.getByRole('row').count(), 0);
    await run('SELECT 1, colour FROM error_events');
    const alert = frame.getByRole('alert').filter({ hasText: 'no such column: colour' });
    await alert.getByText('Line 1, column 11.').waitFor();
    assert.equal(await frame.locator('mark').innerText(), 'colour');
    for (const theme of [
      'Default Light Modern',
      'Default High Contrast',
      'Default High Contrast Light',
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`sql-failed ${theme}`);
      assert.deepEqual(await accessibilityViolations(frame), []);
    }
    await workbench.useTheme('Default Dark Modern');
    await workbench.screenshot('sql-failed');
    assert.deepEqual(workbench.webview('SQL Result').takeProblems(), []);
  });

  it('reads times as times, and numbers and texts with all that is in them', async () => {
    const { workbench } = current();
    const { frame } = workbench.webview('SQL Result');
    const [year, large] = ['2026', '9007199254740993'];
    await run(
      `SELECT 1795471200 AS timestamp, 1795471200 AS x, ${year} AS year, ${large} AS large,` +
        " 0.00001234 AS small, NULL AS missing, '' AS empty, x'0102' AS bytes UNION ALL" +
        " SELECT 1795471201, 2, 3, -4, 5.5, 'text', 'a' || char(9) || 'b', NULL",
    );
    await frame.getByRole('cell', { name: large, exact: true }).waitFor();
    const [, first] = await frame.getByRole('row').all();
    const texts = (await first?.getByRole('cell').allInnerTexts()) ?? [];
    assert.match(texts[0] ?? '', /^2[34] Nov 2026 \d\d:\d\d:00$/);
    assert.deepEqual(texts.slice(1), [
      ...['1795471200', year, large, '0.00001234', 'NULL', '', '(2 bytes)'],
    ]);
    const time = frame.getByRole('cell', { name: texts[0] ?? '', exact: true });
    assert.equal(await time.getAttribute('title'), '1795471200');
    const head = frame.getByRole('columnheader', { name: 'timestamp' });
    assert.match((await head.getAttribute('title')) ?? '', /^Local time, \S+\. /);
    await workbench.screenshot('sql-values');
    assert.deepEqual(await accessibilityViolations(frame), []);
  });

  it('copies a cell, a row and all rows, and saves them as files', async () => {
    const { workbench, folder } = current();
    const { frame } = workbench.webview('SQL Result');
    const choose = async (button: string, item: string): Promise<void> => {
      await frame.getByRole('button', { name: button, exact: true }).click();
      await frame.getByRole('menuitem', { name: item }).click();
    };
    const copied = async (item: string, expected: string): Promise<void> => {
      await choose('Copy', item);
      await workbench.whenCopied(expected);
    };
    await frame.getByRole('cell', { name: '1795471200', exact: true }).click();
    await workbench.page.keyboard.press('ArrowLeft');
    await copied('Copy cell', '1795471200');
    const rows = [
      '1795471200\t1795471200\t2026\t9007199254740993\t0.00001234\t\t\t(2 bytes)\n',
      '1795471201\t2\t3\t-4\t5.5\ttext\t"a\tb"\t\n',
    ];
    await copied('Copy row', rows[0] ?? '');
    await frame.getByRole('columnheader', { name: 'small' }).getByRole('button').click();
    const head = 'timestamp\tx\tyear\tlarge\tsmall\tmissing\tempty\tbytes\n';
    await copied('Copy all rows', head + rows.toReversed().join(''));

    await choose('Export', 'Save as CSV');
    const csv = await workbench.saveAs(join(folder, 'result.csv'));
    assert.equal(
      readFileSync(csv, 'utf8'),
      '\ufefftimestamp,x,year,large,small,missing,empty,bytes\r\n' +
        '1795471201,2,3,-4,5.5,text,a\tb,\r\n' +
        '1795471200,1795471200,2026,9007199254740993,0.00001234,,,(2 bytes)\r\n',
    );
    await choose('Export', 'Save as JSON');
    const json = await workbench.saveAs(join(folder, 'result.json'));
    const [saved] = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown>[];
    assert.deepEqual(saved, {
      ...{ timestamp: 1795471201, x: 2, year: 3, large: -4, small: 5.5 },
      ...{ missing: 'text', empty: 'a\tb', bytes: null },
    });
  });

  it('can cancel a statement that has no end, and run the next', async () => {
    const { workbench } = current();
    // VS Code shows a progress for a moment after its end.
    const before = await workbench.notifications('Running SQL');
    await before.first().waitFor({ state: 'detached' });
    await run(endless);
    const { frame } = workbench.webview('SQL Result');
    // What it showed before stays meanwhile, and when it is canceled.
    const running = frame.getByRole('status').getByText('Running: SQL Result');
    await running.waitFor();
    const progress = await workbench.notifications('Running SQL');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    await running.waitFor({ state: 'hidden' });
    await frame.getByRole('cell', { name: '9007199254740993' }).waitFor();
    await run('SELECT 41 + 1 AS answer');
    await frame.getByRole('cell', { name: '42' }).waitFor();
  });

  it('runs what stands in an editor of SQL', async () => {
    const { workbench, folder } = current();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'mine.sql'), '-- of two lines\nSELECT 6 * 9 AS other\n');
    await workbench.page.keyboard.press('Control+P');
    await workbench.page.locator('.quick-input-widget').getByRole('textbox').fill('mine.sql');
    await workbench.page.getByRole('option', { name: /mine\.sql/ }).click();
    await workbench.page.getByText('of two lines').first().waitFor();
    await workbench.runCommand(`${productName}: Run SQL...`);
    await workbench.webview('SQL Result').frame.getByRole('cell', { name: '54' }).waitFor();
  });
});
