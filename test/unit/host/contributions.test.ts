import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commandIds,
  containerId,
  contextKeys,
  extensionId,
  panelTypes,
  prefix,
  productName,
  queryCommandId,
  queryNames,
  settingKeys,
  viewIds,
  viewTitleCommandIds,
} from '../../../src/ids';
import { defaultSettings } from '../../../src/host/settings';
import { queryText } from '../../../src/host/queries/queryText';
import { english } from '../../../src/sentences/localize';
import { repositoryRoot } from '../../support/repository';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
}

interface Setting {
  readonly default: unknown;
  readonly order: number;
  readonly scope: string;
  readonly markdownDescription: string;
}

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const manifestText = readFileSync(join(repositoryRoot(), 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const texts = JSON.parse(
  readFileSync(join(repositoryRoot(), 'package.nls.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** The text behind `%key%`. */
function textOf(placeholder: string): string | undefined {
  return texts[placeholder.slice(1, -1)];
}

describe('package.json', () => {
  it('declares every command of ids.ts and no other, each with a title and the category', () => {
    const expected = [...Object.values(commandIds), ...queryNames.map(queryCommandId)];
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), expected.sort());
    for (const { title, category } of contributes.commands) {
      assert.ok(textOf(title), title);
      assert.equal(textOf(category), productName);
    }
  });

  it('has the buttons in the titles of views that ids.ts tells from the commands of rows', () => {
    const buttons = contributes.menus['view/title']?.map(({ command }) => command);
    assert.deepEqual(new Set(viewTitleCommandIds), new Set(buttons));
  });

  it('names a query in the palette as the result of it is titled', () => {
    for (const name of queryNames) {
      const { title } = queryText(name, english);
      assert.equal(texts[`command.query.${name}`], `Query: ${title}`);
    }
  });

  it('declares every setting of ids.ts, in its order, with the default that is used', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(Object.keys(properties), Object.values(settingKeys));
    for (const [index, [name, key]] of Object.entries(settingKeys).entries()) {
      const setting = properties[key]!;
      assert.deepEqual(
        setting.default,
        defaultSettings[name as keyof typeof settingKeys] ?? '',
        key,
      );
      assert.equal(setting.order, index + 1, key);
      assert.ok(setting.scope, key);
      assert.ok(textOf(setting.markdownDescription), key);
    }
  });

  it('declares the views in the container', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [containerId],
    );
    assert.deepEqual(
      contributes.views[containerId]?.map(({ id }) => id),
      Object.values(viewIds),
    );
    for (const { view, contents } of contributes.viewsWelcome) {
      assert.ok(Object.values<string>(viewIds).includes(view), view);
      assert.ok(textOf(contents), contents);
    }
  });

  it("contributes nothing by a name that MockForge's own extension, or any other, may have", () => {
    assert.deepEqual(Object.keys(contributes).sort(), [
      ...['commands', 'configuration', 'menus', 'views', 'viewsContainers', 'viewsWelcome'],
      ...['walkthroughs', 'yamlValidation'],
    ]);
    const names = [
      ...contributes.commands.map(({ command }) => command),
      ...Object.keys(contributes.configuration.properties),
      ...contributes.viewsContainers.activitybar.map(({ id }) => id),
      ...Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id)),
      ...Object.values(panelTypes),
      ...Object.values(contextKeys),
    ];
    assert.deepEqual(
      names.filter((name) => name !== prefix && !name.startsWith(`${prefix}.`)),
      [],
    );
  });

  it('uses only commands that exist, in menus, welcomes and the walkthrough', () => {
    const known = contributes.commands.map(({ command }) => command);
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...[
        ...contributes.viewsWelcome.map(({ contents }) => contents),
        ...contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => step.description)),
      ].flatMap((text) =>
        [...(textOf(text) ?? '').matchAll(/\(command:([^)]+)\)/g)].map(([, id]) => id ?? ''),
      ),
    ];
    assert.deepEqual(
      used.filter((id) => !known.includes(id)),
      [],
    );
  });

  it('uses only names of ids.ts', () => {
    const known = [
      extensionId,
      containerId,
      ...contributes.commands.map(({ command }) => command),
      ...[settingKeys, viewIds, panelTypes, contextKeys].flatMap((ids) => Object.values(ids)),
    ];
    const pattern = new RegExp(String.raw`\b${prefix}(\.[\w.]*\w)?`, 'g');
    const used = [...manifestText.matchAll(pattern)].map(([id]) => id);
    assert.deepEqual(
      used.filter((id) => !known.includes(id)),
      [],
    );
  });

  it('has a text for each placeholder and a placeholder for each text', () => {
    const placeholders = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(placeholders)].sort(), Object.keys(texts).sort());
  });

  it('is compiled against the API of the oldest editor that it installs in, and tested there', () => {
    const version = manifest.devDependencies['@types/vscode'] ?? '';
    assert.equal(`^${version}`, manifest.engines.vscode);
    const text = readFileSync(
      join(repositoryRoot(), 'test', 'host', 'oldest', 'package.json'),
      'utf8',
    );
    const oldest = JSON.parse(text) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    // code-server counts 4.96.x what VS Code counts 1.96.x.
    const [, minor] = version.split('.');
    assert.equal(oldest.dependencies['code-server']?.startsWith(`4.${minor}.`), true);
  });

  it('is activated by the start of the editor and by the dashboards that it restores', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
    assert.deepEqual(manifest.activationEvents, [
      'onStartupFinished',
      `onWebviewPanel:${panelTypes.dashboard}`,
      `onWebviewPanel:${panelTypes.imported}`,
    ]);
  });

  it('lets no untrusted workspace set an address or a folder', () => {
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
      settingKeys.metricsUrl,
      settingKeys.adminUrl,
      settingKeys.recorderUrl,
      settingKeys.targets,
      settingKeys.storagePath,
      settingKeys.teamStore,
    ]);
  });
});
