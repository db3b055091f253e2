import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { commandIds, queryCommandId, queryNames, viewIds } from '../../src/ids';
import { extensionUnderTest } from './extensionUnderTest';

describe('activation', () => {
  it('registers every declared command', async () => {
    await extensionUnderTest();
    const registered = await vscode.commands.getCommands(true);
    const declared = [...Object.values(commandIds), ...queryNames.map(queryCommandId)];
    assert.deepEqual(
      declared.filter((command) => !registered.includes(command)),
      [],
    );
  });

  it('registers every declared view', async () => {
    await extensionUnderTest();
    const registered = await vscode.commands.getCommands(true);
    const focusing = Object.values(viewIds).map((id) => `${id}.focus`);
    assert.deepEqual(
      focusing.filter((command) => !registered.includes(command)),
      [],
    );
  });

  it('runs without a server: nothing is claimed and the views are empty', async () => {
    const { exports: api } = await extensionUnderTest();
    assert.equal(api.status().lastScrapeAt, null);
    assert.deepEqual(await api.topEndpoints.getChildren(), []);
    assert.deepEqual(await api.recentErrors.getChildren(), []);
    assert.deepEqual(await api.targets.getChildren(), []);
  });
});
