import { deepEqual, equal } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Recording } from '../../../src/replay/recording';
import { WholeDatabase } from '../store/support/wholeDatabase';
import type { CommitNote, Note } from '../../support/collectUnpacked';
import { databases, folders, wasmPath } from '../../support/databases';
import { repositoryRoot } from '../../support/repository';
import { shopRecording } from '../../support/shop';
import {
  expectedByEndpoint,
  expectedFaults,
  expectedTotals,
  requestsOf,
  splitFaults,
} from '../../support/shopAccount';
import { writeShopDatabase } from '../../support/shopDatabase';
import {
  everythingStored,
  storedByEndpoint,
  storedTotals,
  withoutSizes,
} from '../../support/trafficRows';
import { unpackRecording } from '../../support/unpackedRecording';
import { noticeOf } from '../../support/noticeOf';

const program = join(repositoryRoot(), 'out', 'test', 'support', 'collectUnpacked.js');

/** A moment at which a collecting process is killed. */
interface Kill {
  /** At the first batch of this time or a later one, unix ms of the recording, ... */
  readonly at: number;
  /** ... when its commit begins, or is done, ... */
  readonly step: CommitNote['step'];
  /** ... and so many ms of real time later. */
  readonly delay: number;
}

/** Eight in commits, eight between them, and one each wherever 0 to 7 ms lead. */
const kills = 24;

/** Spread evenly over a recording, of these three kinds in turn. */
function killsOver({ from, to }: Recording, count: number): Kill[] {
  return Array.from({ length: count }, (_, i) => ({
    at: from + ((i + 0.5) * (to - from)) / count,
    step: i % 3 === 0 ? 'begun' : 'committed',
    delay: i % 3 === 2 ? i % 8 : 0,
  }));
}

/** Collects in a process of its own until it is killed, or to the end; resolves with the signal that ended it. */
async function collect(folder: string, file: string, kill?: Kill): Promise<string | null> {
  const child = fork(program, [folder, file]);
  let isDue = false;
  child.on('message', (note: Note) => {
    if (!kill && note.step === 'all') child.send('close');
    if (isDue || !kill || !isReached(kill, note)) return;
    isDue = true;
    if (kill.delay === 0) child.kill('SIGKILL');
    else setTimeout(() => child.kill('SIGKILL'), kill.delay);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (!kill) equal(code, 0);
  return signal;
}

/** On a busy machine a process may have run to the end before it could be killed earlier. */
function isReached(kill: Kill, note: Note): boolean {
  return note.step === 'all' || (note.step === kill.step && note.at >= kill.at);
}

describe('Collecting in processes that are killed', function () {
  // A quarter of a minute on a machine that has nothing else to do.
  this.timeout(300_000);

  const newFolder = folders();
  const newDatabase = databases();
  let killed: WholeDatabase;
  let signals: (string | null)[];

  before(async () => {
    const recording = await shopRecording();
    const folder = join(await newFolder(), 'shop');
    await unpackRecording(recording, folder);
    const file = join(await newFolder(), 'traffic.sqlite');
    signals = [];
    for (const kill of killsOver(recording, kills)) signals.push(await collect(folder, file, kill));
    await collect(folder, file);
    killed = await WholeDatabase.open({ file, wasmPath });
  });
  after(() => killed.close());

  it('was killed many times on the way, and set no database aside', () => {
    deepEqual(signals, new Array(kills).fill('SIGKILL'));
    deepEqual([killed.opened.created, noticeOf(killed.opened)], [false, null]);
  });

  it("equals the clients' own account, endpoint by endpoint", async () => {
    deepEqual(requestsOf(await storedTotals(killed)), expectedTotals);
    const { plain, faults } = splitFaults(requestsOf(await storedByEndpoint(killed)));
    deepEqual(plain, expectedByEndpoint);
    deepEqual(faults, expectedFaults);
  });

  it('stores the same rows, cell by cell, as a process that nobody killed', async () => {
    const whole = await newDatabase(writeShopDatabase);
    deepEqual(
      withoutSizes(await everythingStored(killed)),
      withoutSizes(await everythingStored(whole)),
    );
  });
});
