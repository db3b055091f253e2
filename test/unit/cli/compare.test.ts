import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import type { SpanComparison } from '../../../src/protocol/spanComparison';
import { folders } from '../../support/databases';
import { writeShopDatabase } from '../../support/shopDatabase';
import type { Outcome } from './builtCli';
import { run } from './builtCli';

/** A moment of the recording's evening. */
function evening(time: string): string {
  return `2026-11-23T${time}:00Z`;
}

describe('The command dist/cli.js compare', function () {
  this.timeout(120_000);
  const folder = folders();
  let db: string;

  before(async () => {
    db = join(await folder(), 'shop.sqlite');
    await writeShopDatabase(db);
  });

  const compare = (...words: readonly string[]): Promise<Outcome> =>
    run(['compare', '--db', db, ...words]);

  const faults = ['--from', evening('22:43'), '--to', evening('22:49')];
  const faultPhase = [...faults, '--with-from', evening('22:36')];

  it('says first what only one span had, then what really changed, then shows each endpoint', async () => {
    const { code, out, err } = await compare(...faultPhase);
    equal(code, 0, err);
    const [only = '', changed = '', was, is, empty, head = '', , ...rows] = out.split('\n');
    match(only, /^Only after: \d+ injected faults, injected delay\.$/);
    match(
      changed,
      /^3 of \d+ endpoints really changed: GET \/api\/users: slower; POST \/api\/orders: slower; GET \/api\/users\/:id: slower\. 1 had too few requests to tell\.$/,
    );
    equal(was, `Before: ${evening('22:36')} to ${evening('22:42')}, 360 s of 360 s collected.`);
    equal(is, `After: ${evening('22:43')} to ${evening('22:49')}, 360 s of 360 s collected.`);
    equal(empty, '');
    match(
      head,
      /^Method +Path +Requests +was +Errors +was +Faults +was +p50 +was +p95 +was +Difference$/,
    );
    const row = rows.find((text) => text.startsWith('POST') && text.includes(' /api/orders '));
    // 94 of 276 that no fault ended, where 111 of 336 failed before.
    match(row ?? '', / 34\.1% +33\.0% .* slower$/);
    ok(rows.some((text) => text.endsWith(' noise')));
  });

  it('is exact as JSON', async () => {
    const { out } = await compare(...faultPhase, '--format', 'json');
    const { before, after, endpoints } = JSON.parse(out) as SpanComparison;
    deepEqual([before.to - before.from, after.to - after.from], [360, 360]);
    const orders = endpoints.find(
      ({ method, endpoint }) => method === 'POST' && endpoint === '/api/orders',
    );
    deepEqual([orders?.before.requests, orders?.before.errors], [336, 111]);
    deepEqual([orders?.errorRate.verdict, orders?.latency.verdict], ['noise', 'worse']);
    equal(orders?.errorRate.test?.method, 'proportions');
  });

  it('is a table in Markdown, what is real first', async () => {
    const { out } = await compare(...faultPhase, '--format', 'markdown');
    match(out, /^## Comparison\n\nOnly after: .* 3 of \d+ endpoints really changed\. 1 had /);
    match(out, /\n\| `POST` \| `\/api\/orders` \|.*\| slower \|\n/);
    match(out, /\| noise \|\n/);
  });

  it('compares sessions, and spans of other lengths', async () => {
    const { out } = await compare(...faultPhase, '--with-to', evening('22:38'));
    match(out, /\nBefore: .*, 120 s of 120 s collected\.\n/);
    const name = 'nothing yet';
    equal((await run(['session', 'start', '--db', db, '--name', name])).code, 0);
    const { code, out: told } = await compare(
      '--session',
      name,
      '--with-from',
      evening('22:36'),
      '--with-to',
      evening('22:42'),
    );
    equal(code, 0);
    match(told, /^(Only .*\n)*No endpoint has enough requests in both periods to compare\.\n/);
    equal((await compare(...faults, '--with-session', name)).code, 0);
  });

  it('refuses spans that are none, or that are named twice', async () => {
    const refuses = async (text: RegExp, ...words: readonly string[]): Promise<void> => {
      const { code, out, err } = await compare(...words);
      deepEqual([code, out], [2, ''], err);
      match(err, text);
    };
    await refuses(/^--with-from is missing\./, ...faults);
    await refuses(
      /^--with-from must be before --with-to\./,
      ...[...faultPhase, '--with-to', evening('22:36')],
    );
    await refuses(
      /^--with-session is a span already: leave --with-from and --with-to out\./,
      ...[...faultPhase, '--with-session', 'a'],
    );
    await refuses(
      /^--format xml is unknown\. Write table, json, markdown\./,
      ...faultPhase,
      '--format',
      'xml',
    );
  });
});
