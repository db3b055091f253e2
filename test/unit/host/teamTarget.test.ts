import { equal } from 'node:assert/strict';
import { teamTarget } from '../../../src/host/teamTarget';

describe('the id of a server in a team store', () => {
  const ids = [
    ['orders', 'http://127.0.0.1:9090/metrics', 'orders'],
    ['shop.example:9090', 'http://shop.example:9090/metrics', 'shop.example:9090'],
    ['127.0.0.1:9090', 'http://127.0.0.1:9090/metrics', 'laptop:9090'],
    ['localhost:9090', 'http://localhost:9090/metrics', 'laptop:9090'],
    ['[::1]:9090', 'http://[::1]:9090/metrics', 'laptop:9090'],
    ['localhost', 'http://localhost/metrics', 'laptop'],
  ] as const;
  for (const [name, metricsUrl, id] of ids) {
    it(`is ${id} for ${name} at ${metricsUrl}`, () => {
      equal(teamTarget({ name, metricsUrl }, 'laptop'), id);
    });
  }
});
