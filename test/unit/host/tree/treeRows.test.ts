import { deepEqual, equal } from 'node:assert/strict';
import { TreeRows } from '../../../../src/host/tree/treeRows';

describe('TreeRows', () => {
  let now = 0;
  let status = 'collecting';
  let stored: number | undefined = 1;
  let reads = 0;
  let rows: TreeRows<number, string>;

  beforeEach(() => {
    [now, status, stored, reads] = [0, 'collecting', 1, 0];
    rows = new TreeRows({
      read: () => {
        reads += 1;
        return Promise.resolve(stored);
      },
      rows: (data) => (data === undefined ? [] : [`${data} ${status}`]),
      now: () => now,
    });
  });

  it('are read once, however often they are drawn, and again after a commit that concerns them', async () => {
    deepEqual(await rows.current(), ['1 collecting']);
    stored = 2;
    deepEqual(await rows.current(), ['1 collecting']);
    equal(rows.committed(false), false);
    deepEqual(await rows.current(), ['1 collecting']);
    equal(rows.committed(true), true);
    deepEqual(await rows.current(), ['2 collecting']);
    equal(reads, 2);
  });

  it('are read again when five minutes have passed, whatever was committed', async () => {
    await rows.current();
    now = 5 * 60_000 - 1;
    equal(rows.committed(false), false);
    now += 1;
    equal(rows.committed(false), true);
    await rows.current();
    equal(rows.committed(false), false);
    equal(reads, 2);
  });

  it('are read again with each change while nothing could be read', async () => {
    stored = undefined;
    deepEqual(await rows.current(), []);
    equal(rows.committed(false), true);
    stored = 3;
    deepEqual(await rows.current(), ['3 collecting']);
  });

  it('are read again where a commit came while they were being read', async () => {
    const reading = rows.current();
    equal(rows.committed(true), true);
    await reading;
    stored = 2;
    deepEqual(await rows.current(), ['2 collecting']);
  });
});
