import fs, { writeSync } from 'node:fs';
import { WholeDatabase } from '../unit/store/support/wholeDatabase';
import type { RetentionPolicy } from '../../src/domain/retention';
import { defaultRetention } from '../../src/domain/retention';
import { hourSeconds } from '../../src/domain/time';
import { minuteOfBatch, numberedBatch } from './numberedBatches';
import type { Activity, Death, WriterAnswer, WriterCommand } from './writerProtocol';
import { noticeOf } from './noticeOf';
import { english } from '../../src/sentences/localize';
import { storeText } from '../../src/sentences/storeText';

const batchesPerHour = 6;
const sectorBytes = 512;

/** How long the running writer keeps minutes and failed requests, days. */
const keptDays = 0.25;

let activity: Activity = 'start';

function begin(what: Activity): void {
  if (what === activity) return;
  activity = what;
  writeSync(1, `${what}\n`);
}

/**
 * Kills this process in the middle of a call that changes a file: of a write only the first half is
 * done, or nothing when it is not longer than a sector, which disks write as a whole. What the calls do is
 * otherwise the file system's own.
 */
function dieAt({ during, call: last }: Death): void {
  let calls = 0;
  const { writeSync: write, fdatasyncSync: sync, ftruncateSync: truncate, renameSync: move } = fs;
  // A compaction may be over before that call: then it dies at the next one, or it would live for ever.
  const isOver = (): boolean => during === 'compaction' && activity === 'write';
  const isLast = (descriptor: number): boolean =>
    descriptor > 2 && ((activity === during && (calls += 1) === last) || isOver());
  const die = (): void => {
    process.kill(process.pid, 'SIGKILL');
  };
  fs.writeSync = ((
    descriptor: number,
    bytes: Uint8Array,
    from: number,
    length: number,
    at: number,
  ) => {
    if (!isLast(descriptor)) return write(descriptor, bytes, from, length, at);
    if (length > sectorBytes) write(descriptor, bytes, from, length >> 1, at);
    die();
    return 0;
  }) as typeof fs.writeSync;
  fs.fdatasyncSync = (descriptor) => {
    if (isLast(descriptor)) die();
    sync(descriptor);
  };
  fs.renameSync = (from, to) => {
    begin('replacement');
    const isLastCall = isLast(Infinity);
    // Once before it and once after it, since it is whole or not there.
    if (isLastCall && last % 2 === 0) die();
    move(from, to);
    if (isLastCall) die();
  };
  fs.ftruncateSync = (descriptor, length) => {
    if (isLast(descriptor)) die();
    truncate(descriptor, length);
  };
}

/** `node writerProcess.js FILE WASM FRAMES [ACTIVITY CALL]`, with an IPC channel. */
async function main(file: string, wasmPath: string, frames: number): Promise<void> {
  const checkpoints = { frames, milliseconds: Infinity };
  const opening = WholeDatabase.open({ file, wasmPath, checkpoints });
  const database = await opening.catch((error: unknown) => {
    process.send?.({ notice: null, error: storeText(error, english) });
    process.disconnect();
  });
  if (!database) return;
  const answer = (parts: Partial<WriterAnswer> = {}): void => {
    process.send?.({ notice: noticeOf(database.opened), ...parts });
  };
  process.on('message', (command: WriterCommand) => {
    obey(database, command).then(answer, (error: unknown) => {
      answer({ error: storeText(error, english) });
    });
  });
  answer();
}

async function obey(
  database: WholeDatabase,
  command: WriterCommand,
): Promise<Partial<WriterAnswer>> {
  switch (command.what) {
    case 'commit':
      await database.commit(numberedBatch(command.id));
      return {};
    case 'loadState':
      return { state: (await database.loadState()) ?? null };
    case 'close':
      await database.close();
      setImmediate(() => {
        process.disconnect();
      });
      return {};
    case 'compact':
      begin('compaction');
      await database.compact();
      return {};
    case 'retain':
      await deleteExpired(database, minuteOfBatch(command.id));
      return {};
    case 'requests': {
      const span = { from: 0, to: Number.MAX_SAFE_INTEGER, excludedEndpoints: [] };
      return { requests: (await database.summary(span)).requests };
    }
    case 'run':
      return run(database, command.retains);
  }
}

async function run(database: WholeDatabase, retains: boolean): Promise<never> {
  const state = await database.loadState();
  for (let id = Number(state?.replace('state ', '') ?? 0) + 1; ; id += 1) {
    begin('write');
    await database.commit(numberedBatch(id));
    writeSync(1, `${id}\n`);
    if (retains && id % batchesPerHour === 0) await deleteExpired(database, minuteOfBatch(id));
  }
}

async function deleteExpired(database: WholeDatabase, now: number): Promise<void> {
  begin('retention');
  const policy: RetentionPolicy = {
    ...defaultRetention,
    minuteAggregatesDays: keptDays,
    errorEventsDays: keptDays,
  };
  const request = { now, policy, everySeconds: hourSeconds };
  while ((await database.retain(request)).nextAt <= now);
}

const [file = '', wasmPath = '', frames = '', during, call] = process.argv.slice(2);
if (during !== undefined) dieAt({ during: during as Activity, call: Number(call) });
void main(file, wasmPath, Number(frames));
