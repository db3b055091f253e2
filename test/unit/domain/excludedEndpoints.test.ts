import { equal } from 'node:assert/strict';
import { isExcluded } from '../../../src/domain/excludedEndpoints';

describe('isExcluded', () => {
  it('takes * for anything and all else as it is', () => {
    for (const [endpoint, pattern, is] of [
      ['/__mockforge/logs', '/__mockforge/*', true],
      ['/health', '/health*', true],
      ['/health/live\n', '/health*', true],
      ['/api/health', '/health*', false],
      ['/aXb', '/a.b', false],
      ['/a.b', '/a.b', true],
    ] as const) {
      equal(isExcluded(endpoint, ['/never', pattern]), is, `${endpoint} ${pattern}`);
    }
    equal(isExcluded('/a', []), false);
  });
});
