import { deepEqual, equal, rejects } from 'node:assert/strict';
import { join } from 'node:path';
import { daySeconds } from '../../../../src/domain/time';
import { defaultRetention } from '../../../../src/domain/retention';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import { systemStoreClock } from '../../../../src/store/file/storeClock';
import { endSession, startSession } from '../../../../src/store/commit/writeSession';
import { readSessions } from '../../../../src/store/readModels/sessions';
import { batchOf, coverageOf, minuteOf, monday, queryOf, rowOf } from '../support/batches';
import { newDatabases, temporaryFolders, wasmPath } from '../support/databases';
import { ManualClock } from '../support/manualClock';
import { WholeDatabase } from '../support/wholeDatabase';
import { saying } from '../../../support/saying';

describe('Sessions in a database', () => {
  const newDatabase = newDatabases();
  const folder = temporaryFolders();

  it('run until they are ended, and are read newest first', async () => {
    const database = await newDatabase();
    deepEqual(await database.startSession('a', monday), { name: 'a', from: monday, to: null });
    await database.startSession('b', monday + 30);
    deepEqual(await database.endSession('a', monday + 90), {
      name: 'a',
      from: monday,
      to: monday + 90,
    });
    deepEqual(await database.sessions(), [
      { name: 'b', from: monday + 30, to: null },
      { name: 'a', from: monday, to: monday + 90 },
    ]);
  });

  it('of one name run one after the other', async () => {
    const database = await newDatabase();
    await database.startSession('a', monday);
    await rejects(
      database.startSession('a', monday + 1),
      saying(
        'StoreError',
        'The session “a” is running already. End it first, or choose another name.',
      ),
    );
    await database.endSession('a', monday + 2);
    await rejects(
      database.endSession('a', monday + 3),
      saying('StoreError', 'The session “a” has already ended.'),
    );
    await rejects(
      database.endSession('b', monday + 3),
      saying('StoreError', 'There is no session “b” to end. Start it first.'),
    );
    await database.startSession('a', monday + 4);
    await database.endSession('a', monday + 5);
    deepEqual(
      (await database.sessions()).map(({ from, to }) => [from, to]),
      [
        [monday + 4, monday + 5],
        [monday, monday + 2],
      ],
    );
  });

  it('that begin in one second are all kept, and last a second at least', async () => {
    const database = await newDatabase();
    for (const name of ['a', 'b', 'c']) await database.startSession(name, monday);
    await database.endSession('c', monday);
    deepEqual(await database.sessions(), [
      { name: 'c', from: monday + 2, to: monday + 3 },
      { name: 'b', from: monday + 1, to: null },
      { name: 'a', from: monday, to: null },
    ]);
  });

  it('are events of each span that they touch, and moments to compare with; marks are no sessions', async () => {
    const database = await newDatabase();
    const mark = { kind: 'session_mark', from: monday + 5, to: monday + 5, detail: { name: 'm' } };
    await database.commit(
      batchOf(1, {
        minutes: [minuteOf(monday, { rows: [rowOf()] })],
        events: [coverageOf(monday, monday + 60), { ...mark, kind: 'session_mark' }],
      }),
    );
    await database.startSession('a', monday);
    const { events } = await database.dashboard(
      queryOf({ from: monday + 3600, to: monday + 7200 }),
    );
    deepEqual(
      events.map(({ kind, detail }) => [kind, detail['name']]),
      [['session_mark', 'a']],
    );
    const marks = await database.marks({ to: monday + 7200 });
    deepEqual(
      marks.map(({ at, name }) => [at, name]),
      [
        [monday + 5, 'm'],
        [monday, 'a'],
      ],
    );
    deepEqual(
      (await database.sessions()).map(({ name }) => name),
      ['a'],
    );
  });

  it('are there after the process ended without closing its database', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const options = { file, wasmPath, clock: new ManualClock(), owner: 'same' };
    const crashed = await WholeDatabase.open(options);
    await crashed.startSession('a', monday);
    const again = await WholeDatabase.open(options);
    deepEqual(await again.sessions(), [{ name: 'a', from: monday, to: null }]);
    await again.close();
  });

  it('expire with the days that they are of, unless they are running', async () => {
    const database = await newDatabase();
    await database.startSession('ended', monday);
    await database.endSession('ended', monday + 60);
    await database.startSession('running', monday);
    const now = monday + 400 * daySeconds;
    for (const step of [0, 1]) {
      await database.commit(
        batchOf(step + 1, { committedAt: (now + step * 2 * daySeconds) * 1000 }),
      );
    }
    const request = { now: now + 2 * daySeconds, policy: defaultRetention, everySeconds: 0 };
    while ((await database.retain(request)).rows > 0);
    deepEqual(
      (await database.sessions()).map(({ name }) => name),
      ['running'],
    );
  });

  it('go with the traffic before a day that is deleted', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const engine = await loadSqlEngine(wasmPath);
    const access = await DatabaseAccess.open({ engine, file, clock: systemStoreClock });
    await access.write((connection) => {
      startSession(connection, 'before', monday);
      endSession(connection, 'before', monday + 60);
      startSession(connection, 'across', monday);
      endSession(connection, 'across', monday + daySeconds + 60);
      startSession(connection, 'running', monday);
    });
    await access.erase({ before: monday + daySeconds, batch: batchOf(1) }, 1);
    await access.read((connection) => {
      deepEqual(
        readSessions(connection).map(({ name }) => name),
        ['running', 'across'],
      );
      equal(checkDatabase(connection).length, 0);
    });
    await access.close();
  });
});
