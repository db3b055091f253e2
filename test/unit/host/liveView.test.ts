import { strict as assert } from 'node:assert';
import type { DashboardData } from '../../../src/protocol/dashboardData';
import { applied } from '../../../src/protocol/difference';
import { initialState, requestOf } from '../../../src/protocol/dashboardState';
import type { DashboardAnswer, WebviewEvent } from '../../../src/protocol/webviewMessages';
import type { LiveReads } from '../../../src/host/dashboard/liveView';
import { LiveView } from '../../../src/host/dashboard/liveView';
import { batchOf, minuteOf, monday, queryOf, rowOf } from '../store/support/batches';
import { newDatabases } from '../store/support/databases';
import type { WholeDatabase } from '../store/support/wholeDatabase';

const request = requestOf(initialState);
const query = queryOf({ endpointPage: request.endpointPage });

describe('LiveView', () => {
  const newDatabase = newDatabases();
  let database: WholeDatabase;
  let batches: number;
  /** What the view reads from: null while there is no database. */
  let source: WholeDatabase | null;
  /** Held by the reads of charts before they begin. */
  let gate: Promise<void>;
  let signals: AbortSignal[];
  let told: WebviewEvent[];
  let view: LiveView;
  beforeEach(async () => {
    database = await newDatabase();
    batches = 0;
    source = database;
    gate = Promise.resolve();
    signals = [];
    told = [];
    const reads: LiveReads = {
      charts: async (_request, signal) => {
        signals.push(signal);
        await gate;
        return source && { query, ...(await source.charts(query)) };
      },
      tables: async (asked, known) => source && source.tables(asked, known),
    };
    view = new LiveView(reads, (event) => told.push(event));
    await commit();
  });

  /** Five requests more. */
  async function commit(): Promise<void> {
    batches += 1;
    const row = rowOf({ requestCount: 5 });
    const minute = minuteOf(monday + batches * 60, { rows: [row] });
    await database.commit(batchOf(batches, { minutes: [minute] }));
  }

  /** Lets the reads that are held go on. */
  function hold(): () => void {
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  function requestsOf({ summary, endpoints }: DashboardData): readonly [number, number] {
    return [summary.requests, endpoints.rows.reduce((sum, { requests }) => sum + requests, 0)];
  }

  function wholeOf({ data }: DashboardAnswer): DashboardData {
    assert.ok(data?.charts);
    return { ...data.charts, ...data.tables };
  }

  it('sends the tables alone to a view that has their charts', async () => {
    const first = await view.charts(request);
    const { data } = await view.answer(request, first!.revision);
    assert.ok(data);
    assert.equal(data.charts, null);
    assert.deepEqual({ ...first!.charts, ...data.tables }, await database.dashboard(query));
  });

  it('sends charts and tables of one commit, whatever is committed between them', async () => {
    const first = await view.charts(request);
    assert.equal(first?.charts.summary.requests, 5);
    await commit();
    const whole = wholeOf(await view.answer(request, first.revision));
    assert.deepEqual(requestsOf(whole), [10, 10]);
    assert.deepEqual(whole, await database.dashboard(query));
  });

  it('sends charts to a view that has none, or others', async () => {
    for (const charts of [0, 7]) {
      const answer = await view.answer(request, charts);
      assert.deepEqual(wholeOf(answer), await database.dashboard(query));
    }
  });

  it('tells only what a commit changed, in one message', async () => {
    const answer = await view.answer(request, 0);
    await commit();
    await view.onCommit();
    const [event] = told;
    assert.ok(event?.type === 'changed' && told.length === 1);
    assert.ok(event.change && 'within' in event.change);
    assert.ok('summary' in event.change.within && !('marks' in event.change.within));
    assert.equal(event.base, answer.revision);
    assert.deepEqual(applied(wholeOf(answer), event.change), await database.dashboard(query));
    await view.onCommit();
    assert.ok(told[1]?.type === 'changed');
    assert.deepEqual([told[1].base, told[1].change], [event.revision, null]);
  });

  it('turns the tables of a view to another page without their charts, as long as it knows of every commit', async () => {
    const { revision } = await view.answer(request, 0);
    const endpointPage = { ...request.endpointPage, search: 'nothing' };
    const { data, ...turned } = await view.answer({ ...request, endpointPage }, revision);
    assert.equal(data?.charts, null);
    assert.deepEqual(
      [data.tables.query.endpointPage, data.tables.endpoints.rows],
      [endpointPage, []],
    );
    await commit();
    await view.onCommit();
    const { data: missed } = await view.answer(request, turned.revision);
    assert.equal(missed?.charts?.summary.requests, 10);
  });

  it('leaves a view alone that is not live', async () => {
    await view.answer({ ...request, live: false }, 0);
    await view.onCommit();
    assert.deepEqual(told, []);
  });

  it('only says that there is something as long as the view has nothing', async () => {
    source = null;
    assert.equal(await view.charts(request), null);
    assert.equal((await view.answer(request, 0)).data, null);
    source = database;
    await view.onCommit();
    assert.deepEqual(told, [{ type: 'committed' }]);
  });

  it('lets a view with charts alone ask again', async () => {
    await view.charts(request);
    await view.onCommit();
    assert.deepEqual(told, [{ type: 'committed' }]);
  });

  it('lets the view ask, and hear why, when what was committed cannot be read', async () => {
    await view.answer(request, 0);
    gate = Promise.reject(new Error('the disk is gone'));
    await view.onCommit();
    assert.deepEqual(told, [{ type: 'committed' }]);
    await assert.rejects(view.answer(request, 0), /the disk is gone/);
  });

  it('ends what it reads after a commit for a view that asks for something else', async () => {
    await view.answer(request, 0);
    const open = hold();
    const committed = view.onCommit();
    await new Promise(setImmediate);
    const other = view.answer({ ...request, compare: { kind: 'previous' } }, 0);
    open();
    await Promise.all([committed, other]);
    assert.deepEqual(told, []);
    assert.deepEqual(
      signals.slice(1).map(({ aborted }) => aborted),
      [true, false],
    );
  });

  it('ends a question for the one after it', async () => {
    const open = hold();
    const first = view.charts(request);
    const second = view.charts({ ...request, compare: { kind: 'previous' } });
    open();
    await assert.rejects(first, { name: 'AbortError' });
    assert.equal((await second)?.charts.summary.requests, 5);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
  });

  it('answers what is asked before it tells of a commit', async () => {
    const open = hold();
    const asked = view.answer(request, 0);
    const committed = view.onCommit();
    await commit();
    open();
    const answer = await asked;
    await committed;
    assert.deepEqual(requestsOf(wholeOf(answer)), [10, 10]);
    assert.deepEqual(told, [
      { type: 'changed', base: answer.revision, revision: answer.revision + 1, change: null },
    ]);
  });

  it('ends what it reads for a view that is gone', async () => {
    const open = hold();
    const asked = view.charts(request);
    view.stop();
    open();
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('ends what is asked for beside the dashboard with the view, and not with the next question', async () => {
    const { pageSignal } = view;
    await view.charts(request);
    await view.answer(request, 0);
    assert.equal(pageSignal.aborted, false);
    view.stop();
    assert.equal(pageSignal.aborted, true);
    assert.equal(view.pageSignal.aborted, false, 'the next page begins anew');
  });
});
