import { deepEqual, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { systemClock } from '../../../src/collector/systemClock';
import { folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { assertFails, run } from './builtCli';

describe('The command dist/cli.js verify', function () {
  this.timeout(30_000);
  const folder = folders();
  let model: MockForgeModel;
  let server: MockForgeServer;

  beforeEach(async () => {
    model = new MockForgeModel(Date.now() - 60_000);
    server = await MockForgeServer.start(model, systemClock);
  });

  afterEach(() => server.stop());

  const address = (): string[] => [
    ...['--metrics-url', server.metricsUrl],
    ...['--admin-url', server.adminUrl],
  ];

  it('exits with 0 if every cell is equal, and with 1 and a table otherwise', async () => {
    const db = join(await folder(), 'a.sqlite');
    await assertFails(['verify', '--db', db, ...address()], /^There is no database .*a\.sqlite\./);
    for (let i = 0; i < 5; i++) model.serve({ at: Date.now() - 1000 });
    model.serve({ at: Date.now() - 1000, status: 404 });
    const collected = await run(['collect', ...address(), '--db', db, '--duration', '1s']);
    equal(collected.code, 0, collected.err);
    const equalCells = await run(['verify', '--db', db, ...address()]);
    deepEqual(
      [equalCells.code, equalCells.out],
      [0, 'Every cell is equal: 6 requests in 2 cells.\n'],
      equalCells.err,
    );
    model.serve({ at: Date.now() });
    const unequal = await run(['verify', '--db', db, ...address()]);
    equal(unequal.code, 1);
    match(unequal.out, /^1 of 2 cells differ\.\n.*\nhttp +GET +200 +5 +6 +1 came after/);
    match(unequal.err, /^\S*a\.sqlite does not match the server\.\n$/);
  });

  it('says so where another process answers, or none', async () => {
    const db = join(await folder(), 'b.sqlite');
    await run(['collect', ...address(), '--db', db, '--duration', '1s']);
    model.restart(Date.now() + 5000);
    const { code, out } = await run(['verify', '--db', db, ...address()]);
    equal(code, 1);
    match(out, /^The server that answers is not the one last collected from/);
    const metricsUrl = server.metricsUrl;
    await server.stop();
    await assertFails(
      ['verify', '--db', db, '--metrics-url', metricsUrl],
      /^No answer from 127\.0\.0\.1:\d+: /,
    );
  });
});
