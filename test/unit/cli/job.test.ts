import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile, readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { marked } from 'marked';
import type { Tokens } from 'marked';
import { systemClock } from '../../../src/collector/systemClock';
import { folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { repositoryRoot } from '../../support/repository';
import type { Outcome } from './builtCli';
import { run } from './builtCli';

const spec = `openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /users:
    get:
      responses: { '200': { description: all } }
  /orders:
    post:
      responses: { '201': { description: made } }
`;

const budgets = `window: run
budgets:
  - endpoint: GET /users
    errorRate: 10%
    requests: '>= 3'
  - coverage: { operations: 50% }
`;

/** The commands of the page on jobs, each as its words. */
function stepsOfDocs(): readonly (readonly string[])[] {
  const page = readFileSync(join(repositoryRoot(), 'docs', 'ci.md'), 'utf8');
  const [, script = ''] = /```sh\n([^]*?)```/.exec(page) ?? [];
  const lines = script.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.split(' ').slice(2));
}

describe('a job as docs/ci.md has it', function () {
  this.timeout(120_000);
  const newFolder = folders();
  let folder: string;
  let server: MockForgeServer;
  let mocks: Server;

  beforeEach(async () => {
    folder = await newFolder();
    const model = new MockForgeModel(systemClock.now());
    server = await MockForgeServer.start(model, systemClock);
    mocks = createServer((request, response) => {
      const status = request.headers['x-fails'] === undefined ? 200 : 500;
      model.serve({ at: systemClock.now(), status, path: request.url ?? '' });
      response.writeHead(status, { connection: 'close' }).end();
    }).listen(0, '127.0.0.1');
    await once(mocks, 'listening');
    await writeFile(join(folder, 'openapi.yaml'), spec);
    await writeFile(join(folder, 'traffic-budgets.yaml'), budgets);
  });

  afterEach(async () => {
    mocks.close();
    await server.stop();
  });

  /** The steps with the files and addresses of this test, and a suite that asks for users. */
  async function job(failing: number): Promise<readonly Outcome[]> {
    const { port } = mocks.address() as AddressInfo;
    const suite = `(async () => {
      for (let i = 0; i < 4; i++)
        await fetch('http://127.0.0.1:${port}/users', { headers: i < ${failing} ? { 'x-fails': '' } : {} });
    })()`;
    const files =
      /^(?:traffic\.sqlite|traffic-budgets\.yaml|openapi\.yaml|budgets\.xml|summary\.md)$/;
    const outcomes: Outcome[] = [];
    for (const step of stepsOfDocs()) {
      const end = step.indexOf('--');
      const words = (end === -1 ? step : step.slice(0, end)).map((word) =>
        files.test(word) ? join(folder, word) : word.startsWith('http:') ? server.metricsUrl : word,
      );
      const command = ['--admin-url', server.adminUrl, '--', process.execPath, '-e', suite];
      outcomes.push(await run(end === -1 ? words : [...words, ...command]));
    }
    return outcomes;
  }

  const summary = (): Promise<string> => readFile(join(folder, 'summary.md'), 'utf8');

  it('ends green where budgets are kept, red where too little was exercised, and tells both', async () => {
    const outcomes = await job(0);
    deepEqual(
      outcomes.map(({ code }) => code),
      [0, 0, 1, 0],
      outcomes.map(({ err }) => err).join('\n'),
    );
    match(
      outcomes[2]?.err ?? '',
      /1 of 2 operations were exercised \(50\.0%\)\. The minimum is 80%\./,
    );
    match(await readFile(join(folder, 'budgets.xml'), 'utf8'), /tests="3" failures="0"/);
    const headings = marked
      .lexer(await summary())
      .filter((token): token is Tokens.Heading => token.type === 'heading')
      .map(({ text }) => text);
    deepEqual(headings, [
      ...['Traffic of `traffic.sqlite`', 'Traffic budgets', 'API coverage', 'Errors', 'Endpoints'],
    ]);
    match(await summary(), /\n0 of 3 limits are broken\./);
  });

  it('ends red where a budget is broken, names its line, and says what it was', async () => {
    const [suite, checked] = await job(2);
    equal(suite?.code, 0);
    equal(checked?.code, 1);
    match(
      checked.err,
      /1 of 3 limits is broken\.\n {2}\S*traffic-budgets\.yaml:4 {2}GET \/users: /,
    );
    match(await readFile(join(folder, 'budgets.xml'), 'utf8'), /failures="1"/);
    const told = await summary();
    match(told, /\n1 of 3 limits is broken\./);
    ok(told.includes('50.0%'));
  });
});
