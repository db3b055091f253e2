import { defineConfig } from 'eslint/config';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';
import { noImportCircle } from './lint/noImportCircle.mjs';

/**
 * The dependency rule of the house: each room, and the rooms under src that it may import.
 * What is not named here is refused.
 */
const rooms = {
  domain: [],
  significance: ['domain'],
  prometheus: ['domain'],
  mockforge: ['domain', 'prometheus'],
  protocol: ['domain', 'significance'],
  definition: ['domain', 'protocol', 'mockforge'],
  budgets: ['domain', 'protocol', 'definition'],
  alerts: ['domain', 'protocol'],
  store: ['domain', 'protocol'],
  collector: ['domain', 'protocol', 'prometheus', 'mockforge'],
  replay: ['domain', 'mockforge'],
  sentences: [
    'domain',
    'protocol',
    'prometheus',
    'mockforge',
    'budgets',
    'store',
    'collector',
    'replay',
  ],
  report: ['domain', 'protocol', 'sentences'],
  cli: [
    'domain',
    'protocol',
    'prometheus',
    'mockforge',
    'definition',
    'budgets',
    'store',
    'collector',
    'replay',
    'sentences',
    'report',
  ],
  host: [
    'domain',
    'protocol',
    'definition',
    'budgets',
    'alerts',
    'prometheus',
    'mockforge',
    'store',
    'collector',
    'sentences',
    'report',
  ],
};

const roomZones = Object.entries(rooms).flatMap(([room, allowed]) => [
  {
    target: `./src/${room}`,
    from: './src',
    except: [room, ...allowed, 'ids.ts', 'textModules.d.ts'].map((name) => `./${name}`),
    message: `src/${room} may import only: ${[room, ...allowed].join(', ')}.`,
  },
  { target: `./src/${room}`, from: './webview', message: 'src never imports webview.' },
]);

const zones = [
  ...roomZones,
  {
    target: './webview',
    from: './src',
    except: ['./domain', './protocol'],
    message: 'webview imports only src/domain and src/protocol.',
  },
  { target: ['./src', './webview'], from: './test', message: 'Nobody imports test.' },
  { target: ['./src', './webview'], from: './bench', message: 'Nobody imports bench.' },
];

const noVscode = {
  name: 'vscode',
  message: 'Only src/host and src/extension.ts import vscode.',
};
const noToolkit = {
  name: '@vscode/webview-ui-toolkit',
  message: 'Only webview/controls/toolkit.ts imports the toolkit.',
};

/** What the editor shows for us and what it makes of text, by the names in its API. */
const surfaces = [
  ...['showInformationMessage', 'showWarningMessage', 'showErrorMessage', 'setStatusBarMessage'],
  ...['withProgress', 'showInputBox', 'createInputBox', 'showQuickPick', 'createQuickPick'],
  ...['showSaveDialog', 'showOpenDialog', 'showWorkspaceFolderPick', 'createStatusBarItem'],
  ...['createTreeView', 'registerTreeDataProvider', 'createWebviewPanel', 'createOutputChannel'],
  ...['createTerminal', 'MarkdownString', 'TreeItem', 'clipboard', 'openExternal'],
].map((property) => ({
  property,
  message:
    'Text from outside reaches the editor through src/host/surfaces only, which makes it plain.',
}));

/** What would make text markup, or a program. */
const markup = [
  ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'srcdoc'],
  ...['createContextualFragment', 'parseFromString', 'parseHTMLUnsafe', 'writeln'],
].map((property) => ({
  property,
  message: 'Elements are made in webview/elements/dom.ts, where text stays text.',
}));

const oneNetwork =
  'Requests go through src/collector/network.ts, so that none goes anywhere unasked.';

/** What else could reach a network. */
const networkModules = [
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dns',
  'node:dgram',
];

const noPostgres = {
  name: 'pg',
  allowTypeImports: true,
  message: 'The client of PostgreSQL is bundled with src/store/postgres/networkThread.ts alone.',
};

const mockForgeNames = ['Literal[value=', 'TemplateElement[value.raw='].map((node) => ({
  selector: String.raw`${node}/mockforge_|__mockforge/]`,
  message: 'Only src/mockforge knows a MockForge metric, path or field name.',
}));
const joinedByHand = {
  selector: String.raw`TemplateElement[value.raw=/\\t/]`,
  message: 'Names from outside may hold a tab: join them by domain/compositeKey.',
};
const namesInObjects = {
  selector: 'TSTypeReference[typeName.name="Record"] > * > TSStringKeyword:first-child',
  message: 'Names from outside are keys of a Map: an object has names of its own.',
};

export default defineConfig(
  { ignores: ['dist', 'out', '**/node_modules'] },
  tseslint.configs.strictTypeChecked,
  {
    plugins: { 'import-x': importX, house: { rules: { 'no-import-circle': noImportCircle } } },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './webview/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-imports': ['error', { paths: [noVscode, noToolkit] }],
      'house/no-import-circle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['src/host/**', 'src/extension.ts', 'test/integration/**', 'bench/ui/probe.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noToolkit] }] },
  },
  {
    files: ['src/host/**', 'src/extension.ts'],
    ignores: ['src/host/surfaces/**'],
    rules: { 'no-restricted-properties': ['error', ...surfaces] },
  },
  {
    files: ['src/**', 'webview/**'],
    ignores: ['src/collector/network.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
          name,
          message: oneNetwork,
        })),
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'node:http', allowImportNames: ['STATUS_CODES'], message: oneNetwork },
            ...networkModules.map((name) => ({ name, message: oneNetwork })),
            noPostgres,
          ],
        },
      ],
    },
  },
  {
    files: ['src/store/postgres/networkSession.ts', 'src/store/postgres/networkListener.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['webview/**'],
    rules: { 'no-restricted-properties': ['error', ...markup], 'no-eval': 'error' },
  },
  {
    files: ['webview/controls/toolkit.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noVscode] }] },
  },
  {
    files: ['src/**', 'webview/**'],
    rules: { 'no-restricted-syntax': ['error', ...mockForgeNames, joinedByHand] },
  },
  {
    files: ['src/mockforge/**'],
    rules: { 'no-restricted-syntax': ['error', joinedByHand] },
  },
  {
    files: ['src/collector/account/**'],
    ignores: ['src/collector/account/storedState.ts'],
    rules: { 'no-restricted-syntax': ['error', ...mockForgeNames, joinedByHand, namesInObjects] },
  },
  {
    files: ['src/domain/compositeKey.ts'],
    rules: { 'no-restricted-syntax': ['error', ...mockForgeNames] },
  },
  {
    files: ['src/textModules.d.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    rules: {
      // The types are in JSDoc, and tsc holds them.
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['eslint.config.mjs'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': 'off',
    },
  },
);
