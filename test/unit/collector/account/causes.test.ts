import { deepEqual } from 'node:assert/strict';
import { causesOf } from '../../../../src/collector/account/causes';
import { RouteTable } from '../../../../src/domain/routeTable';
import type { Exchange } from '../../../../src/mockforge/exchange';
import type { LogRow } from '../../../../src/mockforge/logRow';
import { noon } from '../../../support/times';

const routes = new RouteTable([{ method: 'GET', template: '/items/{sku}' }]);

function row(parts: Partial<LogRow> = {}): LogRow {
  return {
    id: 'row',
    finishedAt: noon,
    protocol: 'http',
    method: 'GET',
    path: '/items/{sku}',
    status: 404,
    handlerMs: 1,
    clientIp: null,
    userAgent: 'curl/8.5.0',
    bytesReceived: null,
    message: null,
    ...parts,
  };
}

function exchange(parts: Partial<Exchange> = {}): Exchange {
  return {
    requestId: 'exchange',
    method: 'GET',
    path: '/items/abc',
    status: 404,
    userAgent: 'curl/8.5.0',
    respondedAt: noon,
    traceId: null,
    spanId: null,
    bytesSent: 7,
    validation: null,
    ...parts,
  };
}

function links(rows: readonly LogRow[], exchanges: readonly Exchange[], clockOffset = 0): string[] {
  const found = causesOf(rows, exchanges, { routes, clockOffset });
  return [...found].flatMap(([{ id }, cause]) =>
    cause.exchange ? [`${id} ${cause.exchange.requestId}`] : [],
  );
}

describe('causesOf', () => {
  it('links a row with the one exchange that fits: by route, and up to 50 ms apart', () => {
    deepEqual(links([row()], [exchange()]), ['row exchange']);
    deepEqual(links([row()], [exchange({ respondedAt: noon + 50 })]), ['row exchange']);
    deepEqual(links([row()], [exchange({ respondedAt: noon - 51 })]), []);
  });

  it('links none that differs in method, status, endpoint or user agent', () => {
    for (const other of [
      { method: 'PUT' },
      { status: 400 },
      { path: '/orders/abc' },
      { userAgent: null },
    ]) {
      deepEqual(links([row()], [exchange(other)]), []);
    }
  });

  it('links nothing where two exchanges fit one row, or one fits two rows', () => {
    deepEqual(links([row()], [exchange(), exchange({ requestId: 'other' })]), []);
    deepEqual(links([row(), row({ id: 'twin', finishedAt: noon + 20 })], [exchange()]), []);
  });

  it('tells twins apart by their time', () => {
    const rows = [row(), row({ id: 'later', finishedAt: noon + 200 })];
    const exchanges = [exchange({ requestId: 'b', respondedAt: noon + 201 }), exchange()];
    deepEqual(links(rows, exchanges).sort(), ['later b', 'row exchange']);
  });

  it('tells a cause without a link where all that can be the one agree on it', () => {
    const told = (...exchanges: readonly Exchange[]): unknown[] => {
      const causes = causesOf([row(), row({ id: 'twin' })], exchanges, { routes, clockOffset: 0 });
      return [...causes.values()].map((cause) => [
        cause.exchange,
        cause.validation,
        cause.bytesSent,
      ]);
    };
    const one = exchange({ validation: 'too long', bytesSent: 7 });
    const other = exchange({ requestId: 'other', validation: 'too long', bytesSent: 9 });
    deepEqual(told(one, other), [
      [null, 'too long', null],
      [null, 'too long', null],
    ]);
    deepEqual(told(one, { ...other, validation: 'too short', bytesSent: 7 }), [
      [null, null, 7],
      [null, null, 7],
    ]);
    deepEqual(told(one, { ...other, validation: null })[0], [null, null, null]);
  });

  it("knows that exchanges have the server's time", () => {
    deepEqual(links([row()], [exchange({ respondedAt: noon + 3_600_000 })], 3_600_000), [
      'row exchange',
    ]);
  });
});
