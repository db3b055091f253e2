import { deepEqual, equal } from 'node:assert/strict';
import { LoopedServer } from '../../../src/replay/loopedServer';
import { RecordedServer } from '../../../src/replay/recordedServer';
import type { RecordedStream } from '../../../src/replay/recordedStream';
import { after } from '../../support/times';
import { rowOf, twoProcesses } from './recordings';

type Connection = Pick<RecordedStream, 'event'> | null;

/** What is sent so many seconds after noon: ids newest first, `-` for nothing new, null for the end. */
function sent(stream: Connection, second: number): string | null {
  const event = stream?.event(after(second)) ?? null;
  if (event === null) return null;
  const data = /^event: new_logs\ndata: (.*)\n\n$/.exec(event)?.[1];
  if (data === undefined) {
    equal(event, 'event: keep_alive\ndata: \n\n');
    return '-';
  }
  const rows = JSON.parse(data) as { id: string }[];
  return rows.map(({ id }) => id.replace(/^.*-/, '')).join();
}

describe('RecordedStream', () => {
  it('sends each row once, and a sign of life while nothing is new', () => {
    const stream = new RecordedServer(twoProcesses).stream(after(5));
    deepEqual(
      [5.5, 10, 10.5, 34.5, 35].map((second) => sent(stream, second)),
      ['-', 'one', '-', '-', 'two'],
    );
  });

  it('begins each connection with the newest rows of the running process', () => {
    const server = new RecordedServer(twoProcesses);
    equal(sent(server.stream(after(36)), 36.5), 'two,one');
    equal(sent(server.stream(after(71)), 71.5), 'four,three');
  });

  it('leaves out for good what is older than the newest 20', () => {
    const logRows = Array.from({ length: 60 }, (_, i) => rowOf(i < 25 ? 1 : 2, `-${i}`));
    const stream = new RecordedServer({ ...twoProcesses, logRows }).stream(after(0));
    const newest = (end: number): string =>
      Array.from({ length: 20 }, (_, i) => String(end - 1 - i)).join();
    deepEqual([1, 1.5, 2, 2.5].map((second) => sent(stream, second)), [newest(25), '-', newest(60), '-']); // prettier-ignore
  });

  it('does not send what is older than five minutes', () => {
    const long = { ...twoProcesses, processes: [{ from: after(0), to: after(900) }] };
    equal(sent(new RecordedServer(long).stream(after(340)), 340.5), 'four,three');
  });

  it('ends with its process, and listens only while one runs', () => {
    const server = new RecordedServer(twoProcesses);
    const stream = server.stream(after(30));
    deepEqual([sent(stream, 39.5), sent(stream, 40), sent(stream, 60)], ['two,one', null, null]);
    deepEqual([server.stream(after(45)), server.stream(after(90))], [null, null]);
  });

  it('ends with its run where a recording is played over and over', () => {
    const looped = new LoopedServer(twoProcesses, after(1000));
    const begin = (twoProcesses.from + looped.firstShift - after(0)) / 1000;
    const stream = looped.stream(after(begin + 60));
    equal(sent(stream, begin + 60), 'three');
    equal(sent(stream, begin + 90 + 60), null);
    equal(looped.stream(after(begin - 1)), null);
  });
});
