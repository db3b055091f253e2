import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { rowsOf } from '../../src/domain/resultTable';
import { targetDatabasePath } from '../../src/domain/target';
import { productName, settingKeys } from '../../src/ids';
import type { ContractCoverage } from '../../src/protocol/contractCoverage';
import { readDatabaseFile } from '../../src/store/reader/readDatabaseFile';
import { MockForge } from '../support/mockForge';
import { repositoryRoot } from '../support/repository';
import { openWorkbench, type OpenWorkbench } from '../ui/openWorkbench';
import { repeatedUntil } from '../ui/pages/repeatedUntil';

const routes = `
routes:
  - {path: '/hello/{name}', method: GET, response: {status: 200, body: {greeting: hi}}}
  - {path: /status, method: GET, response: {status: 204}}
  - {path: /jobs, method: POST, response: {status: 202, body: {ok: true}}}
  - {path: '/jobs/{id}', method: DELETE, response: {status: 204}}
`;

/** What the file's routes and the specification of \`mockforge init\` declare, but for /health, which is MockForge's own. */
const declared = new Map([
  ['GET /users', 200],
  ['GET /hello/:name', 200],
  ['GET /status', 204],
  ['POST /jobs', 202],
  ['DELETE /jobs/:id', 204],
]);

/** A request: method, path, and how the endpoint is stored that it is to. */
type Call = readonly [method: string, path: string, endpoint: string];

const callsOfShop: readonly Call[] = [
  ...Array<Call>(3).fill(['GET', '/users', '/users']),
  ...Array<Call>(2).fill(['GET', '/hello/ann', '/hello/:name']),
  ['GET', '/status', '/status'],
  ['POST', '/users', '/users'],
  ['GET', '/nope/7', '/nope/:id'],
];
const callsOfOrders: readonly Call[] = [
  ...Array<Call>(4).fill(['POST', '/jobs', '/jobs']),
  ['GET', '/hello/bob', '/hello/:name'],
  ...Array<Call>(2).fill(['GET', '/users', '/users']),
];

const storedSql = `
  SELECT method || ' ' || COALESCE(endpoint, '?') || ' ' || status_code AS name,
    SUM(request_count) AS requests
  FROM metrics_aggregates_minute
  WHERE status_code IS NOT NULL AND COALESCE(endpoint, '?') NOT LIKE '/\\_\\_mockforge/%' ESCAPE '\\'
  GROUP BY name ORDER BY name`;

/** A server, and a client of it that keeps its own account of what it was answered. */
class Served {
  /** Answers by "method endpoint status", of all processes and of the one that runs. */
  readonly account = new Map<string, number>();
  ofProcess = 0;

  private constructor(
    readonly name: string,
    readonly server: MockForge,
    readonly calls: readonly Call[],
  ) {}

  static async start(name: string, calls: readonly Call[]): Promise<Served> {
    return new Served(name, await MockForge.initialised(routes), calls);
  }

  async callAll(): Promise<void> {
    for (const [method, path, endpoint] of this.calls) {
      const response = await fetch(this.server.url + path, { method });
      await response.arrayBuffer();
      const name = `${method} ${endpoint} ${response.status}`;
      this.account.set(name, (this.account.get(name) ?? 0) + 1);
      this.ofProcess++;
    }
  }

  async kill(): Promise<void> {
    await this.server.end('SIGKILL');
    this.ofProcess = 0;
  }

  get sorted(): readonly (readonly [string, number])[] {
    return [...this.account].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

describe('two real MockForges from the file of mockforge init', function () {
  this.timeout(300_000);
  let shop: Served;
  let orders: Served;
  let workspace: string;
  let storage: string;
  let opened: OpenWorkbench | undefined;

  before(async () => {
    [shop, orders] = await Promise.all([
      Served.start('shop', callsOfShop),
      Served.start('orders', callsOfOrders),
    ]);
    storage = mkdtempSync(join(tmpdir(), 'live-'));
    workspace = mkdtempSync(join(tmpdir(), 'live-workspace-'));
    for (const { name, server } of [shop, orders]) {
      for (const file of ['mockforge.yaml', join('examples', 'openapi.json')]) {
        cpSync(join(server.folder, file), join(workspace, name, file));
      }
    }
    opened = await openWorkbench({
      folder: workspace,
      viewport: { width: 1440, height: 1000 },
      settings: {
        [settingKeys.storagePath]: storage,
        [settingKeys.scrapeIntervalSeconds]: 1,
        [settingKeys.targets]: [shop, orders].map(({ name, server }) => ({
          name,
          metricsUrl: server.metricsUrl,
          adminUrl: server.adminUrl,
        })),
      },
    });
    await opened.workbench.openContainer(productName);
  });

  after(async () => {
    await opened?.close();
    await Promise.all([shop.server.stop(), orders.server.stop()]);
    for (const folder of [storage, workspace]) rmSync(folder, { recursive: true, force: true });
  });

  function databaseOf({ server }: Served): string {
    return join(storage, targetDatabasePath(server));
  }

  async function stored(served: Served): Promise<unknown[]> {
    const wasmPath = join(repositoryRoot(), 'dist', 'sql-wasm.wasm');
    const file = databaseOf(served);
    const table = await readDatabaseFile({ file, wasmPath, sql: storedSql, limit: 100 });
    return rowsOf(table).map((row) => [row['name'], row['requests']]);
  }

  /** Waits until what is stored is what the clients account for, of each server and no other. */
  async function storedExactly(): Promise<void> {
    for (const served of [shop, orders]) {
      await repeatedUntil(
        async () =>
          JSON.stringify(await stored(served).catch(() => [])) === JSON.stringify(served.sorted),
        () => new Promise((resolve) => setTimeout(resolve, 200)),
        async () => JSON.stringify([await stored(served), served.sorted]),
      );
    }
  }

  /** What the headless command prints. */
  async function told(...words: readonly string[]): Promise<string> {
    const cli = join(repositoryRoot(), 'dist', 'cli.js');
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...words]);
    return stdout;
  }

  it('are counted apart and exactly while each is killed and restarted in turn', async () => {
    for (const killed of [shop, orders, shop]) {
      await Promise.all([shop.callAll(), orders.callAll()]);
      await storedExactly();
      await killed.kill();
      await (killed === shop ? orders : shop).callAll();
      await killed.server.begin();
      await killed.callAll();
    }
    await storedExactly();
    for (const served of [shop, orders]) {
      const { metricsUrl, adminUrl } = served.server;
      const servers = ['--metrics-url', metricsUrl, '--admin-url', adminUrl];
      const verified = await told('verify', '--db', databaseOf(served), ...servers);
      assert.match(verified, new RegExp(`^Every cell is equal: ${served.ofProcess} requests `));
    }
  });

  it('are covered as far as the clients called what they declare', async () => {
    for (const served of [shop, orders]) {
      const specs = ['mockforge.yaml', join('examples', 'openapi.json')].flatMap((file) => [
        '--spec',
        join(served.server.folder, file),
      ]);
      const words = ['--db', databaseOf(served), ...specs, '--format', 'json'];
      const coverage = JSON.parse(await told('coverage', ...words)) as ContractCoverage;
      const seen = coverage.list
        .filter(({ path }) => path !== '/health')
        .map(({ method, path, state, seen: answers }) => [
          `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
          state,
          answers.map(({ status, requests, injected }) => [status, requests, injected]),
        ]);
      const expected = [...declared].map(([name, status]) => {
        const requests = served.account.get(`${name} ${status}`) ?? 0;
        return [
          name,
          requests > 0 ? 'covered' : 'never',
          requests > 0 ? [[status, requests, 0]] : [],
        ];
      });
      assert.deepEqual(seen.sort(), expected.sort());
      const undefinedCalls = served.sorted
        .filter(([name]) => !declared.has(name.slice(0, name.lastIndexOf(' '))))
        .map(([name, requests]) => [name.slice(0, name.lastIndexOf(' ')), requests]);
      const unknown = coverage.unknown.map(({ method, path, requests }) => [
        `${method} ${path}`,
        requests,
      ]);
      assert.deepEqual(unknown.sort(), undefinedCalls.sort());
    }
  });

  it('stand above their routes and operations with the numbers that were sent', async () => {
    const { workbench } = opened!;
    const { page } = workbench;
    const box = page.locator('.quick-input-widget');
    for (const [file, endpoints] of [
      [
        'shop/mockforge.yaml',
        ['GET /hello/:name', 'GET /status', 'POST /jobs', 'DELETE /jobs/:id'],
      ],
      ['shop/examples/openapi.json', ['GET /users']],
    ] as const) {
      const tab = page.locator('.tabs-container .tab.active', { hasText: basename(file) });
      await repeatedUntil(
        () => tab.isVisible(),
        async () => {
          await page.keyboard.press('Control+P');
          await box.getByRole('textbox').fill(file);
          await box
            .getByRole('option')
            .first()
            .click({ timeout: 3000 })
            .catch(() => undefined);
          await tab.waitFor({ timeout: 3000 }).catch(() => undefined);
        },
        () => box.innerText(),
      );
      // The routes stand at the end.
      if (file.endsWith('.yaml')) await page.keyboard.press('Control+End');
      for (const endpoint of endpoints) {
        const requests = shop.account.get(`${endpoint} ${declared.get(endpoint)}`);
        const text = requests === undefined ? 'never called' : `${requests} req`;
        await page.locator('.codelens-decoration:visible', { hasText: text }).first().waitFor();
      }
      await workbench.screenshot(`live-${file.replaceAll('/', '-')}`);
    }
  });
});
