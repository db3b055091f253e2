import { strict as assert } from 'node:assert';
import type { DashboardData } from '../../../src/protocol/dashboardData';
import type { DashboardRequest, WebviewEvent } from '../../../src/protocol/webviewMessages';
import { applied } from '../../../src/protocol/difference';
import { LiveView } from '../../../src/host/dashboard/liveView';
import { dashboard, point } from '../../support/dashboardData';

const request: DashboardRequest = {
  period: { kind: 'last', range: '15m' },
  compare: { kind: 'none' },
  filter: { protocol: null, workspaceId: null, environment: null, endpoint: null },
  endpointPage: { search: '', column: 'requests', descending: true, offset: 0, limit: 10 },
  live: true,
};

describe('LiveView', () => {
  let data: DashboardData | null;
  let failure: Error | null;
  let told: WebviewEvent[];
  let view: LiveView;
  beforeEach(() => {
    data = dashboard([point(0, 5)]);
    failure = null;
    told = [];
    view = new LiveView(
      () => (failure ? Promise.reject(failure) : Promise.resolve(data)),
      (event) => told.push(event),
    );
  });

  it('tells only what a commit changed, in one message', async () => {
    const { revision, data: first } = await view.answer(request);
    data = { ...dashboard([point(0, 6)]), marks: [] };
    await view.onCommit();
    const [event] = told;
    assert.ok(event?.type === 'changed' && told.length === 1);
    assert.ok(event.change && 'within' in event.change);
    assert.deepEqual(Object.keys(event.change.within).sort(), ['points', 'summary']);
    assert.equal(event.base, revision);
    assert.deepEqual(applied(first, event.change), data);
    await view.onCommit();
    assert.ok(told[1]?.type === 'changed');
    assert.deepEqual([told[1].base, told[1].change], [event.revision, null]);
  });

  it('leaves a view alone that is not live', async () => {
    await view.answer({ ...request, live: false });
    await view.onCommit();
    assert.deepEqual(told, []);
  });

  it('only says that there is something as long as the view has nothing', async () => {
    data = null;
    await view.answer(request);
    data = dashboard([point(0, 5)]);
    await view.onCommit();
    assert.deepEqual(told, [{ type: 'committed' }]);
  });

  it('lets the view ask, and hear why, when what was committed cannot be read', async () => {
    await view.answer(request);
    failure = new Error('the disk is gone');
    await view.onCommit();
    assert.deepEqual(told, [{ type: 'committed' }]);
    await assert.rejects(view.answer(request), failure);
  });

  it('drops what it read for a view that asked for something else meanwhile', async () => {
    await view.answer(request);
    const committed = view.onCommit();
    const other = view.answer({ ...request, compare: { kind: 'previous' } });
    await Promise.all([committed, other]);
    assert.deepEqual(told, []);
  });
});
