import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { productName } from '../../../src/ids';
import { picturePath, themes } from './galleryWindow';
import type { Scene } from './stage';

const charts = ['Traffic', 'Latency', 'Error rate'] as const;

/** The pointer on each chart, and on a failed request. */
export const pointer: Scene = async ({ window }) => {
  const dashboard = await window.openDashboard();
  for (const chart of charts) {
    await window.pointAt(chart, 0.75, 0.5);
    await window.picture(`pointer-${chart.toLowerCase().replace(' ', '-')}`);
  }
  const row = dashboard.panel('Live errors').getByRole('row').nth(3);
  await row.hover();
  await window.picture('pointer-live-tail');
  await row.getByRole('button').first().click();
  await window.picture('error-detail');
};

/** The focus on a row, on a control, and on a chart. */
export const keyboard: Scene = async ({ window }) => {
  const dashboard = await window.openDashboard();
  const { keyboard: keys } = window.workbench.page;
  await dashboard.endpointRow('/api/products').first().getByRole('button').first().focus();
  await keys.press('Tab');
  await window.picture('focus-row');
  await dashboard.toolbarButton('6h').focus();
  await keys.press('Tab');
  await window.picture('focus-range');
  await dashboard.panel('Latency').getByRole('img').focus();
  await keys.press('ArrowLeft');
  await keys.press('ArrowLeft');
  await window.picture('focus-chart');
  await keys.press('Escape');
};

/** A dragged window, and what explains it. */
export const selection: Scene = async ({ window }) => {
  const dashboard = await window.openDashboard();
  const { mouse } = window.workbench.page;
  await window.pointAt('Traffic', 0.45, 0.5);
  await mouse.down();
  await window.pointAt('Traffic', 0.7, 0.5);
  await mouse.up();
  await window.picture('selection');
  await dashboard.selection.first().getByRole('button', { name: 'Explain' }).click();
  const explained = dashboard.frame.getByRole('region', { name: /explained$/ });
  await explained.getByRole('listitem').first().waitFor();
  await window.picture('explanation');
  await window.resize(420);
  await window.picture('explanation-420');
  await window.resize(1440);
  await explained.getByRole('button', { name: 'Close explanation' }).click();
  await dashboard.selection.first().getByRole('button', { name: 'Clear selection' }).click();
};

/** Those of the README and the walkthrough (media/): what happens, what changed it, one endpoint. */
export const media: Scene = async ({ window }) => {
  const height = 760;
  const dashboard = await window.openDashboard();
  await window.resize(1200, height);
  await window.picture('media-overview');
  const { mouse } = window.workbench.page;
  await window.pointAt('Latency', 0.2, 0.5);
  await mouse.down();
  await window.pointAt('Latency', 0.5, 0.5);
  await mouse.up();
  await dashboard.selection.first().getByRole('button', { name: 'Explain' }).click();
  const explained = dashboard.frame.getByRole('region', { name: /explained$/ });
  await explained.getByRole('listitem').first().waitFor();
  await explained.scrollIntoViewIfNeeded();
  await window.picture('media-explain');
  await explained.getByRole('button', { name: 'Close explanation' }).click();
  await dashboard.selection.first().getByRole('button', { name: 'Clear selection' }).click();
  await dashboard.openEndpoint('/api/orders');
  await dashboard.panel('Latency distribution').getByRole('img').waitFor();
  await window.picture('media-endpoint');
  await dashboard.backToAll();
};

/** Charts as tables, and what can be chosen. */
export const tables: Scene = async ({ window }) => {
  const dashboard = await window.openDashboard();
  const asTable = charts.map((chart) =>
    dashboard.frame.getByRole('button', { name: `Show ${chart} as table` }),
  );
  for (const button of asTable) await button.click();
  await window.picture('tables');
  for (const button of asTable) await button.click();
  await dashboard.compare.click();
  await window.picture('compare-choices');
  await window.workbench.page.keyboard.press('Escape');
  await dashboard.toolbarButton('Custom...').click();
  await window.picture('custom-range');
  await window.workbench.page.keyboard.press('Escape');
};

/** The newest failed requests while the pointer is over them: what is new waits. */
export const held: Scene = async ({ window }) => {
  const { workbench } = window;
  const tail = (await window.openDashboard()).panel('Live errors');
  for (const [theme, name] of themes) {
    await workbench.useTheme(theme);
    await tail.getByRole('row').nth(3).hover();
    await tail.getByRole('button', { name: / new$/ }).waitFor();
    await window.picture(`held-${name}`);
    await workbench.page.mouse.move(0, 0);
  }
};

/** The result of a query, and what is wrong with another. */
export const query: Scene = async ({ window }) => {
  const { workbench } = window;
  const title = 'Top 10 Endpoints by Traffic';
  await workbench.runCommand(`${productName}: Query: ${title}`);
  const result = workbench.webview(title).frame;
  await result.getByRole('row').nth(5).waitFor();
  for (const [theme, name] of themes) {
    await workbench.useTheme(theme);
    await window.picture(`query-${name}`, result);
  }
  await workbench.runCommand(`${productName}: Run SQL...`);
  await workbench.quickInput.locator.getByRole('textbox').fill('SELECT colour FROM error_events');
  await workbench.quickInput.confirm();
  const failed = workbench.webview('SQL Result').frame;
  await failed.getByRole('alert').waitFor();
  for (const [theme, name] of themes) {
    await workbench.useTheme(theme);
    await window.picture(`query-failed-${name}`, failed);
  }
};

/** The exported report in a browser, in both of its looks. */
export const exportedReport: Scene = async ({ window, storage }) => {
  const { workbench } = window;
  await window.openDashboard();
  await workbench.runCommand(`${productName}: Export Report...`);
  await workbench.quickInput.choose('HTML report');
  const file = join(storage, 'report.html');
  await workbench.quickInput.nameFile('Save As', file);
  const context = await workbench.page.context().browser()?.newContext();
  const page = await context?.newPage();
  if (!page) throw new Error('The browser is gone.');
  await page.setViewportSize({ width: 1200, height: 900 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: picturePath(`report-${colorScheme}`), fullPage: true });
  }
  await page.close();
};
