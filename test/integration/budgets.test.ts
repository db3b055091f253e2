import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { budgetsFileName } from '../../src/budgets/budgetsFileName';
import type { ExtensionApi } from '../../src/host/extensionApi';
import { settingKeys } from '../../src/ids';
import { eventually, extensionUnderTest, set, statusWhere } from './extensionUnderTest';
import { LoopbackServer } from './loopbackServer';

const text = `window: 15m
budgets:
  - endpoint: GET /api/cart
    errorRate: 1%
    p95: 200ms
    statuses: [200, 500]
  - endpoint: GET /api/nothing
    p59: 1s
    p95: 1s
`;

describe('traffic budgets', () => {
  let api: ExtensionApi;
  let server: LoopbackServer;
  let uri: vscode.Uri;

  before(async () => {
    ({ exports: api } = await extensionUnderTest());
    uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, budgetsFileName);
    server = await LoopbackServer.start();
    server.serve(3, 'GET', '/api/cart', 200);
    server.serve(1, 'GET', '/api/cart', 500);
    await set({
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.metricsUrl]: server.url,
      [settingKeys.adminUrl]: server.url,
    });
    await statusWhere(
      api,
      ({ phase, metricsUrl }) => phase === 'collecting' && metricsUrl.startsWith(server.url),
    );
  });

  after(async () => {
    await set(Object.fromEntries(Object.values(settingKeys).map((key) => [key, undefined])));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await server.stop();
  });

  /** The problems of the file as `line: text`, lines from 1, once they are these. */
  async function problems(...expected: readonly RegExp[]): Promise<readonly vscode.Diagnostic[]> {
    return eventually(() => {
      const found = vscode.languages.getDiagnostics(uri);
      const texts = found.map(({ range, message }) => `${range.start.line + 1}: ${message}`);
      const areAll = expected.every((pattern, index) => pattern.test(texts[index] ?? ''));
      return found.length === expected.length && areAll ? found : undefined;
    });
  }

  const unknownKey = /^8: p59 is unknown\. Did you mean p50\? /;
  const broken = /^4: GET \/api\/cart: The error rate is 25\.0%, 24\.0.pp over the limit of 1%\.$/;

  it('become problems at their lines as soon as there is a file, with errors and links', async () => {
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    const [, problem] = await problems(unknownKey, broken);
    assert.equal(problem!.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem!.relatedInformation?.[0]?.message ?? '', /^500 GET \/api\/cart · 1 · /);
    await vscode.window.showTextDocument(uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      ...[uri, problem!.range],
    );
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Open in Dashboard', 'Show Recent Errors'],
    );
    const [place] = actions[0]?.command?.arguments as [Record<string, unknown>];
    assert.equal(place['range'], '15m');
    assert.deepEqual(place['endpoint'], {
      ...{ protocol: 'http', method: 'GET', endpoint: '/api/cart' },
    });
  });

  it('are judged again after each commit', async () => {
    server.serve(4, 'GET', '/api/cart', 200);
    await problems(unknownKey, /^4: GET \/api\/cart: The error rate is 12\.5%, /);
  });

  it('are judged as they are written, before they are saved', async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, document.lineAt(3).range, '    errorRate: 50%');
    edit.replace(uri, document.lineAt(7).range, '    requests: ">= 1"');
    await vscode.workspace.applyEdit(edit);
    await problems(/^8: GET \/api\/nothing: There were 0 requests\. The budget asks for >= 1\.$/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await problems(unknownKey, /^4: /);
  });

  it('have keys and values of the schema offered and explained', async () => {
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      ...[uri, new vscode.Position(4, 4)],
    );
    const keys = offered.items.filter(({ kind }) => kind === vscode.CompletionItemKind.Property);
    assert.deepEqual(keys.map(({ label }) => label).slice(0, 3), ['endpoint', 'errorRate', 'p50']);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      ...[uri, new vscode.Position(4, 5)],
    );
    const [content] = hover?.contents ?? [];
    assert.ok(content instanceof vscode.MarkdownString);
    assert.match(content.value, /95 of 100 requests/);
  });

  it('are gone with their file', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(uri);
    await problems();
  });
});
