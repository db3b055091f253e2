import { deepEqual, equal, match } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { IncomingMessage, RequestListener } from 'node:http';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { folders, wasmPath } from '../support/databases';
import { loopback } from '../support/loopback';
import { send } from '../support/mockForgeServer';
import { run } from '../unit/cli/builtCli';
import { batchOf } from '../unit/store/support/batches';
import { WholeDatabase } from '../unit/store/support/wholeDatabase';
import { hostileTexts } from './hostileStrings';

const execute = promisify(execFile);

/** Each goes on with a line of its own, which would look like one of ours. */
const texts = [
  ...[hostileTexts.terminal, hostileTexts.order, hostileTexts.markdown, hostileTexts.request],
  ...[hostileTexts.format, hostileTexts.key],
]
  .flat()
  .map((text) => `${text}\nforged: ok`);

const unseen = /[^\n\P{C}]/u;

/** Nothing that a terminal obeys, and no line but ours. */
function assertPlain(text: string): void {
  const at = text.search(unseen);
  equal(at, -1, JSON.stringify(text.slice(Math.max(0, at - 40), at + 40)));
  equal(/^forged/m.test(text), false, text.slice(0, 2000));
}

function label(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** A server in whose answers anything stands where a text may; it has counted so many requests of each method. */
function hostileServer(count: () => number): RequestListener {
  const startedAt = Date.now() - 3_600_000;
  const start = new Date(startedAt).toISOString();
  const metrics = (): string =>
    texts
      .map(
        (text) =>
          `mockforge_requests_total{protocol="http",method="${label(text)}",pillar="${label(text)}",status="500"} ${count()}\n` +
          `mockforge_requests_by_path_total{path="${label(text)}",method="GET",status="500"} ${count()}\n`,
      )
      .join('') + `mockforge_uptime_seconds 3600\nprocess_start_time_seconds ${startedAt / 1000}\n`;
  const rows = texts.map((text, index) => ({
    id: `${index}${text}`,
    timestamp: new Date(Date.now() - 1000).toISOString(),
    method: text,
    path: `/api/${text}`,
    status_code: 500,
    response_time_ms: 3,
    client_ip: text,
    user_agent: text,
    headers: { [text]: text },
    response_size_bytes: 0,
    error_message: text,
  }));
  const odd = texts.map((text) => ({ id: text, method: text, status_code: text }));
  return (request, response) => {
    const page = pageOf(request);
    if (page === '/metrics') send(response, 'text/plain', metrics());
    else if (page === '/__mockforge/logs') {
      send(response, 'application/json', JSON.stringify({ data: [...rows, ...odd] }));
    } else if (page === '/__mockforge/routes') {
      const routes = texts.map((text) => ({ method: text, path: `/${text}` }));
      send(response, 'application/json', JSON.stringify({ routes }));
    } else if (page === '/__mockforge/dashboard') {
      const data = {
        server_info: { version: texts.join(), http_server: texts.join() },
        servers: [{ start_time: start }],
      };
      send(response, 'application/json', JSON.stringify({ data }));
    } else send(response, 'text/plain', 'no', 404);
  };
}

function pageOf({ url = '/' }: IncomingMessage): string {
  return new URL(url, 'http://h').pathname;
}

describe('Hostile texts in what the command prints', function () {
  this.timeout(120_000);
  const folder = folders();
  const { http } = loopback();

  it('are nothing that a terminal obeys and no lines of their own, whatever server and database hold', async () => {
    let count = 0;
    const address = `http://${await http(hostileServer(() => count))}`;
    const urls = ['--metrics-url', `${address}/metrics`, '--admin-url', address];
    const db = join(await folder(), 'traffic.sqlite');
    count = 3;
    const collected = await run(['collect', ...urls, '--db', db, '--duration', '1s']);
    equal(collected.code, 0, collected.err);
    count = 5;
    const sql =
      'SELECT method, endpoint, error_message, user_agent, client_ip, metadata FROM error_events';
    const query = ['query', '--db', db, '--sql', sql];
    const outcomes = {
      collected,
      inspected: await run(['inspect', `${address}/metrics`, '--admin-url', address]),
      sampled: await run(['inspect', `${address}/metrics`, '--samples']),
      verified: await run(['verify', '--db', db, ...urls]),
      queried: await run(query),
      json: await run([...query, '--format', 'json']),
    };
    for (const { out, err } of Object.values(outcomes)) assertPlain(out + err);
    match(outcomes.inspected.out, / {2}Version .{0,1300}\\u001b\[2J.{0,1300}\n/);
    match(outcomes.verified.out, /cells differ\.\n/);
    match(outcomes.verified.out, /\\u001b\[2J/);
    match(outcomes.queried.out, /\\u001b\[2J/);
    match(JSON.stringify(JSON.parse(outcomes.json.out)), /\\u001b\[2J/);
  });

  it('are told where a server answers wrongly, on one line', async () => {
    const types = texts.map((text) => text.replace(/[^\t -~\u0080-\u00ff]/gu, ''));
    let answer: RequestListener = (_, response) => response.end();
    const address = `http://${await http((request, response) => {
      answer(request, response);
    })}`;
    const db = join(await folder(), 'traffic.sqlite');
    const inspect = ['inspect', `${address}/metrics`, '--admin-url', address];
    const span = ['--from', '2026-01-01T00:00:00Z', '--to', '2026-01-01T01:00:00Z'];
    const backfill = ['backfill', '--prometheus-url', address, '--db', db, ...span];
    const wrong: [RequestListener, readonly string[]][] = [
      [(_, response) => response.writeHead(200, { 'content-type': types.join() }).end(), inspect],
      [
        (_, response) => {
          send(response, 'text/plain', texts.join('\n'));
        },
        inspect,
      ],
      [
        (_, response) => {
          const error = { status: 'error', errorType: texts[0], error: texts.join() };
          send(response, 'application/json', JSON.stringify(error), 422);
        },
        backfill,
      ],
    ];
    for (const [listener, words] of wrong) {
      answer = listener;
      const { code, out, err } = await run(words);
      equal(code, 1);
      assertPlain(out + err);
      equal((err.trimEnd().split('\n').at(-1) ?? '').length < 2000, true);
    }
  });

  it('are no findings of their own', async () => {
    const db = join(await folder(), 'traffic.sqlite');
    const database = await WholeDatabase.open({ file: db, wasmPath });
    await database.commit(batchOf(1, { state: JSON.stringify({ batchId: texts.join() }) }));
    await database.close();
    const { code, out, err } = await run(['check', '--db', db]);
    equal(code, 1, out + err);
    match(out, /the collector state is that of batch /);
    assertPlain(out + err);
  });

  it('are exact in CSV for a program, and plain in a terminal', async function () {
    const db = join(await folder(), 'traffic.sqlite');
    await (await WholeDatabase.open({ file: db, wasmPath })).close();
    const sql = "SELECT char(27) || '[2J' AS a";
    const words = ['query', '--db', db, '--sql', sql, '--format', 'csv'];
    equal((await run(words)).out, 'a\n\u001b[2J\n');
    const command = [process.execPath, resolve('dist/cli.js'), ...words].map(shellWord).join(' ');
    if (process.platform !== 'linux' || !(await hasScript())) this.skip();
    const { stdout } = await execute('script', ['-qec', command, '/dev/null']);
    deepEqual(stdout.trimEnd().split('\r\n'), ['a', '\\u001b[2J']);
  });
});

/** Which runs a program in a terminal of its own (util-linux). */
async function hasScript(): Promise<boolean> {
  return execute('script', ['--version']).then(
    () => true,
    () => false,
  );
}

function shellWord(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
