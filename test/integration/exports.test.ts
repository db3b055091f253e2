import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/host/extensionApi';
import { commandIds, settingKeys } from '../../src/ids';
import { accept, eventually, extensionUnderTest, set, statusWhere } from './extensionUnderTest';
import { LoopbackServer } from './loopbackServer';
import { rowsOf } from './rowsOf';

/** Closes what a command asks until it gives up. */
async function cancelled(command: Thenable<unknown>): Promise<void> {
  let isDone = false;
  const done = Promise.resolve(command).finally(() => {
    isDone = true;
  });
  await eventually(async () => {
    if (isDone) return true;
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return undefined;
  });
  await done;
}

/** Waits until these tabs are open, and no others. */
async function tabsAre(expected: readonly string[]): Promise<void> {
  await eventually(() => {
    const { all } = vscode.window.tabGroups;
    const labels = all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    return labels.join() === expected.join() ? true : undefined;
  });
}

describe('exports, and files that are compared with', () => {
  let api: ExtensionApi;
  let server: LoopbackServer;
  let folder: string;
  const path = (name: string): string => join(folder, name);
  const fileRows = async (): Promise<string[]> =>
    (await rowsOf(api.targets)).map(({ text }) => text).filter((text) => text.includes('imported'));

  before(async () => {
    ({ exports: api } = await extensionUnderTest());
    folder = mkdtempSync(join(tmpdir(), 'exports-'));
    server = await LoopbackServer.start();
    server.serve(4, 'GET', '/api/users', 200);
    await set({
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
      // One that the tests can answer, in the desktop VS Code too.
      'files.simpleDialog.enable': true,
    });
    await statusWhere(api, ({ phase, metricsUrl }) => {
      return phase === 'collecting' && metricsUrl === `${server.url}/metrics`;
    });
    server.serve(3, 'POST', '/api/orders', 500);
    await eventually(async () =>
      (await rowsOf(api.recentErrors)).length === 1 ? true : undefined,
    );
  });

  after(async () => {
    const keys = [...Object.values(settingKeys), 'files.simpleDialog.enable'];
    await set(Object.fromEntries(keys.map((key) => [key, undefined])));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('saves the database while it is collected into', async () => {
    const options = { format: 'sqlite', path: path('friday.sqlite') };
    await accept(commandIds.exportData, options);
    assert.equal(readFileSync(path('friday.sqlite')).toString('latin1', 0, 15), 'SQLite format 3');
    assert.deepEqual(readdirSync(folder), ['friday.sqlite']);
  });

  it('saves a table of all that there is', async () => {
    const options = { format: 'csv', table: 'errors', path: path('errors.csv') };
    await accept(commandIds.exportData, options);
    const [head = '', ...rows] = readFileSync(path('errors.csv'), 'utf8').trimEnd().split('\r\n');
    assert.match(head, /^\ufefftime_utc,unix_seconds,unix_milliseconds,protocol,/);
    assert.equal(rows.length, 3);
    assert.ok(rows.every((row) => row.includes('/api/orders')));
  });

  it('writes to no path of an argument unasked', async () => {
    const options = { format: 'sqlite', path: path('errors.csv') };
    const before = readFileSync(path('errors.csv'), 'utf8');
    const done = vscode.commands.executeCommand(commandIds.exportData, options);
    await cancelled(done);
    assert.equal(readFileSync(path('errors.csv'), 'utf8'), before);
    assert.deepEqual(readdirSync(folder).sort(), ['errors.csv', 'friday.sqlite']);
  });

  it('lists a file to compare with, and opens the dashboard on it', async () => {
    const before = readFileSync(path('friday.sqlite'));
    const argument = { path: path('friday.sqlite') };
    await vscode.commands.executeCommand(commandIds.compareWithFile, argument);
    await tabsAre(['MockForge Analytics']);
    const [row, ...others] = await fileRows();
    assert.match(row!, /^friday\.sqlite imported file · .*\d\d:\d\d:\d\d – .*\d\d:\d\d:\d\d$/);
    assert.deepEqual(others, []);
    await vscode.commands.executeCommand(commandIds.openImportedFile, argument);
    await tabsAre(['MockForge Analytics', 'friday.sqlite - MockForge Analytics']);
    assert.deepEqual(readFileSync(path('friday.sqlite')), before);
  });

  it('lists no file that is no database', async () => {
    writeFileSync(path('text.sqlite'), 'hello '.repeat(100));
    const argument = { path: path('text.sqlite') };
    await vscode.commands.executeCommand(commandIds.compareWithFile, argument);
    assert.equal((await fileRows()).length, 1);
  });

  it('takes a file off the list, and leaves it where it is', async () => {
    const argument = { path: path('friday.sqlite') };
    await vscode.commands.executeCommand(commandIds.removeImportedFile, argument);
    assert.deepEqual(await fileRows(), []);
    await tabsAre(['MockForge Analytics']);
    assert.ok(readdirSync(folder).includes('friday.sqlite'));
  });
});
