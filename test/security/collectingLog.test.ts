import { deepEqual, doesNotMatch, ok } from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { plainLines } from '../../src/host/surfaces/plainText';
import { collectorBenches } from '../support/collectorBench';
import { send } from '../support/mockForgeServer';
import { noon } from '../support/times';
import { hostileStrings } from './hostileStrings';

/** The longest entry of the log, with the indentation of what follows its first line. */
const longestEntry = 1010;

describe('Hostile texts that are collected', function () {
  this.timeout(60_000);
  const newBench = collectorBenches();

  it('stand in the log as text, in short entries, and nothing is lost over them', async () => {
    const bench = await newBench({});
    await bench.start();
    const good: RequestListener = (request, response) => {
      const body = bench.model.logBody(bench.clock.now());
      const isLog = request.url?.startsWith('/__mockforge/logs?') ?? false;
      send(response, 'application/json', isLog ? body : '{"data":{}}');
    };
    for (const [index, text] of hostileStrings.entries()) {
      const at = noon + index * 15_000 + 1000;
      bench.model.count({ at, status: 500 });
      bench.model.logOnly({ at, path: `/${text}`, userAgent: text, clientIp: text, status: 500 });
      bench.model.logOdd(at, { id: text, method: text, status_code: text, error_message: text });
      const isBody = index % 4 === 0;
      bench.server.metricsAnswer = isBody
        ? (_, response) => {
            send(response, 'text/plain', `mockforge_requests_total{method="${text}"} x\n`);
          }
        : undefined;
      bench.server.adminAnswer =
        index % 3 === 0
          ? (_, response) => {
              send(response, 'application/json', JSON.stringify({ data: text, routes: text }));
            }
          : good;
      await bench.until((index + 1) * 15);
    }
    bench.server.metricsAnswer = undefined;
    bench.server.adminAnswer = undefined;
    await bench.until(hostileStrings.length * 15 + 60);
    deepEqual(bench.status.phase, 'collecting');
    ok(bench.lines.length > 10);
    for (const line of bench.lines) {
      const [first = '', ...others] = plainLines(line).split('\n');
      for (const part of [first, ...others])
        ok(part.replaceAll('\u2060', '').length < longestEntry);
      deepEqual(others, []);
      doesNotMatch(first, /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
    }
    const everything = { from: 0, to: Number.MAX_SAFE_INTEGER, excludedEndpoints: [] };
    deepEqual((await bench.database.summary(everything)).requests, hostileStrings.length);
  });
});
