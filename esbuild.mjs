// Builds everything that runs: `node esbuild.mjs` the product into dist/, `--tests` the tests, benchmarks
// and development programs into out/, `--watch` the product again after each change.
import { build, context } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * The toolkit and its FAST packages register nothing on import that we do not ask for: 290 kB become 115 kB.
 * @type {import('esbuild').Plugin}
 */
const toolkitWithoutSideEffects = {
  name: 'toolkit-without-side-effects',
  setup(build) {
    build.onResolve({ filter: /^@(microsoft\/fast-|vscode\/webview-ui-toolkit)/ }, async (args) => {
      if (args.pluginData === 'resolved') return undefined;
      const resolved = await build.resolve(args.path, {
        kind: args.kind,
        resolveDir: args.resolveDir,
        importer: args.importer,
        pluginData: 'resolved',
      });
      return { ...resolved, sideEffects: false };
    });
  },
};

/**
 * A static field that reads a property keeps its class, though nobody uses it: 14 kB of scales that are not drawn.
 * @type {import('esbuild').Plugin}
 */
const chartsWithoutUnusedScales = {
  name: 'charts-without-unused-scales',
  setup(build) {
    build.onLoad({ filter: /[\\/]chart\.js[\\/]dist[\\/]chart\.js$/ }, async ({ path }) => {
      const script = await readFile(path, 'utf8');
      const read = /(?<=: |= )(Ticks\.formatters\.\w+|TimeScale\.defaults)(?=[,;\n])/g;
      return { contents: script.replaceAll(read, '/* @__PURE__ */ (() => $1)()') };
    });
  },
};

/**
 * Leaves what an import names in a file of its own beside the bundle.
 * @type {(name: string, filter: RegExp, path: string) => import('esbuild').Plugin}
 */
const apart = (name, filter, path) => ({
  name,
  setup(build) {
    build.onResolve({ filter }, () => ({ path, external: true }));
  },
});

/** What an editor without a server does not need is loaded when it is first needed. */
const commandsApart = apart('commands-apart', /\/commands\/commands$/, './commands.js');
const serverCommandsApart = apart(
  'server-commands-apart',
  /\/serverCommands$/,
  './serverCommands.js',
);
const targetSessionApart = apart('target-session-apart', /\/targetSession$/, './targetSession.js');
const laterCommandsApart = apart(
  'later-commands-apart',
  /\/laterCommands\/laterCommands$/,
  './laterCommands.js',
);
const reportApart = apart('report-apart', /\/report\/report$/, './report.js');

const lensesApart = apart('lenses-apart', /\/lens\/lenses$/, './lenses.js');
const trafficBudgetsApart = apart(
  'traffic-budgets-apart',
  /\/budgets\/trafficBudgets$/,
  './trafficBudgets.js',
);
const watchedAlertsApart = apart(
  'watched-alerts-apart',
  /\/alerts\/watchedAlerts$/,
  './watchedAlerts.js',
);
const apiCoverageApart = apart(
  'api-coverage-apart',
  /\/coverage\/apiCoverage$/,
  './apiCoverage.js',
);

const queriesApart = apart('queries-apart', /\/queries\/queries$/, './queries.js');

/** What speaks to a team's store is needed only where the settings name one. */
const teamLocationApart = apart(
  'team-location-apart',
  /\/postgres\/teamLocation$/,
  './teamLocation.js',
);

/** Failures are worded in three bundles of the host. */
const failureTextsApart = apart('failure-texts-apart', /\/failureTexts$/, './failureTexts.js');

/** The database engine is in three bundles, and once on the disk. */
const sqlEngineApart = apart('sql-engine-apart', /^sql\.js$/, './sql-wasm.js');

/**
 * The YAML package as modules, of which what nobody uses is left out: what it has for Node is bundled as a whole, 18 kB
 * more.
 * @type {import('esbuild').Plugin}
 */
const yamlAsModules = {
  name: 'yaml-as-modules',
  setup(build) {
    const path = join(require.resolve('yaml/package.json'), '..', 'browser', 'dist', 'index.js');
    build.onResolve({ filter: /^yaml$/ }, () => ({ path }));
  },
};

/**
 * Comments and indentation are for readers of sql/; what migrations store and queries show stays as it is written.
 * @type {import('esbuild').Plugin}
 */
const sqlWithoutComments = {
  name: 'sql-without-comments',
  setup(build) {
    const shown = /[\\/](migrations|queries)[\\/]/;
    build.onLoad({ filter: /[\\/]sql[\\/].*\.sql$/ }, async ({ path }) => {
      const sql = await readFile(path, 'utf8');
      const contents = shown.test(path) ? sql : sql.replaceAll(/^ *(--.*\n)?/gm, '');
      return { contents, loader: 'text' };
    });
  },
};

/**
 * Writes what a bundle has besides its script.
 * @type {import('esbuild').Plugin}
 */
const stylesOnly = {
  name: 'styles-only',
  setup(build) {
    build.onEnd(async ({ outputFiles = [] }) => {
      const others = outputFiles.filter(({ path }) => !/\.js(\.map)?$/.test(path));
      await Promise.all(others.map(({ path, contents }) => writeFile(path, contents)));
    });
  },
};

/** @satisfies {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  plugins: [sqlWithoutComments],
  loader: { '.sql': 'text', '.ttf': 'file' },
};

/** @satisfies {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The main file of jsonc-parser finds its parts at run time, where a bundle has none.
  mainFields: ['module', 'main'],
};

/** @satisfies {import('esbuild').BuildOptions} */
const webview = {
  ...common,
  entryPoints: { webview: 'webview/main.ts' },
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  minify: true,
  assetNames: '[name]',
  plugins: [...common.plugins, toolkitWithoutSideEffects, chartsWithoutUnusedScales],
  outdir: 'dist',
};

/** @type {readonly import('esbuild').BuildOptions[]} */
const product = [
  {
    ...node,
    entryPoints: {
      extension: 'src/extension.ts',
      commands: 'src/host/commands/commands.ts',
      serverCommands: 'src/host/commands/serverCommands.ts',
      queries: 'src/host/queries/queries.ts',
      laterCommands: 'src/host/laterCommands/laterCommands.ts',
      lenses: 'src/host/lens/lenses.ts',
      apiCoverage: 'src/host/coverage/apiCoverage.ts',
      trafficBudgets: 'src/host/budgets/trafficBudgets.ts',
      watchedAlerts: 'src/host/alerts/watchedAlerts.ts',
    },
    external: ['vscode'],
    // The editor gives `vscode` to what is required.
    supported: { 'dynamic-import': false },
    minify: true,
    plugins: [
      ...common.plugins,
      ...[commandsApart, serverCommandsApart, queriesApart, reportApart],
      ...[laterCommandsApart, targetSessionApart, failureTextsApart, lensesApart, apiCoverageApart],
      ...[trafficBudgetsApart, watchedAlertsApart, teamLocationApart, yamlAsModules],
    ],
    outdir: 'dist',
  },
  {
    ...node,
    entryPoints: {
      storeWorker: 'src/store/writer/storeWorker.ts',
      queryWorker: 'src/store/reader/queryWorker.ts',
      networkThread: 'src/store/postgres/networkThread.ts',
      teamWorker: 'src/store/postgres/teamWorker.ts',
      teamQueryWorker: 'src/store/postgres/teamQueryWorker.ts',
      teamLocation: 'src/store/postgres/teamLocation.ts',
      definitionWorker: 'src/definition/definitionWorker.ts',
      cli: 'src/cli/main.ts',
      report: 'src/report/report.ts',
      targetSession: 'src/host/targetSession.ts',
      failureTexts: 'src/sentences/failureTexts.ts',
    },
    // The client of PostgreSQL asks for these where it is to use another program's, or runs in another place.
    external: ['pg-native', 'pg-cloudflare'],
    minify: true,
    plugins: [...common.plugins, sqlEngineApart, yamlAsModules],
    outdir: 'dist',
  },
  // What opens later is loaded later, from chunks beside the first script.
  {
    ...webview,
    splitting: true,
    chunkNames: 'webview/[name]-[hash]',
    loader: { '.css': 'empty' },
  },
  // Styles are one file, also of what is loaded later: the page does not change its looks meanwhile.
  { ...webview, plugins: [...webview.plugins, stylesOnly], write: false },
];

/**
 * Every TypeScript file below a folder that is a program of its own: a test, a runner, a benchmark.
 * @param {string} folder
 */
function programsBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules') && !path.endsWith('.d.ts'));
}

/** @satisfies {import('esbuild').BuildOptions} */
const tests = {
  ...node,
  entryPoints: [...programsBelow('test'), ...programsBelow('bench')],
  packages: 'external',
  external: ['vscode'],
  outdir: 'out',
  outbase: '.',
};

async function copyAssets() {
  await mkdir('dist', { recursive: true });
  for (const name of ['sql-wasm.js', 'sql-wasm.wasm']) {
    await copyFile(join(require.resolve('sql.js'), '..', name), join('dist', name));
  }
  // Extensions for YAML read it.
  const schema = 'trafficBudgets.schema.json';
  await copyFile(join('src', 'budgets', schema), join('dist', schema));
}

/**
 * The licenses of all packages that are in the bundles or copied beside them, as dist/ThirdPartyNotices.txt. What has no file
 * for it stands in the notices of the package that it belongs to.
 * @param {readonly import('esbuild').BuildResult[]} results
 */
async function writeNotices(results) {
  const outputs = results.flatMap(({ metafile }) => Object.values(metafile?.outputs ?? {}));
  const inputs = outputs
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => input);
  const bundled = inputs.flatMap(
    (input) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  );
  const names = [...new Set([...bundled, 'sql.js'])].sort();
  const notices = await Promise.all(names.map(noticeOf));
  await writeFile(
    'dist/ThirdPartyNotices.txt',
    `This extension contains the following packages.\n\n${notices.join('\n')}`,
  );
}

/** @param {string} name of a package */
async function noticeOf(name) {
  const folder = join('node_modules', name);
  /** @type {unknown} */
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { version, license } = Object.assign({ version: '', license: '' }, manifest);
  const files = (await readdir(folder)).filter((file) =>
    /^(licen[cs]e|notice|copyright)/i.test(file),
  );
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  if (texts.length === 0) texts.push(await licenseInReadme(folder));
  const rule = '='.repeat(80);
  const title = `${rule}\n${name} ${version} (${license})\n${rule}\n`;
  return [title, ...texts.map((text) => `${text.replace(/^\uFEFF/, '').trim()}\n`)].join('\n');
}

/**
 * The last section of a package's README where that is its license.
 * @param {string} folder
 */
async function licenseInReadme(folder) {
  const file = join(folder, 'README.md');
  const readme = existsSync(file) ? await readFile(file, 'utf8') : '';
  return /^#+ licen[cs]e\s+([^]+)$/im.exec(readme)?.[1] ?? '';
}

await copyAssets();
// Chunks are named after their contents, so that those of earlier builds would stay.
if (!process.argv.includes('--tests')) await rm('dist/webview', { recursive: true, force: true });
if (process.argv.includes('--tests')) {
  await build(tests);
} else if (process.argv.includes('--watch')) {
  for (const options of product) await (await context({ ...options, minify: false })).watch();
} else {
  await writeNotices(
    await Promise.all(product.map((options) => build({ ...options, metafile: true }))),
  );
}
