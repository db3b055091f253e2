import assert from 'node:assert/strict';
import { knownSteps } from '../../../webview/dashboardView';
import { dashboard, partly, point } from './dashboards';

describe('knownSteps', () => {
  it('tells what nobody collected from what did not happen', () => {
    const data = dashboard([partly(point(0, 0), 0), point(1, 0), partly(point(2, 3), 15)]);
    assert.deepEqual(knownSteps({ data }, [0, 0, 3]), [null, 0, 3]);
  });
});
