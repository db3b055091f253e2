import { readFileSync } from 'node:fs';
import type { NamedQuery } from '../../src/store/namedQueries';
import { namedQueries } from '../../src/store/namedQueries';
import { commitBatch } from '../../src/store/commit/commitBatch';
import type { Connection } from '../../src/store/database/connection';
import { loadSqlEngine } from '../../src/store/database/sqlEngine';
import { systemStoreClock } from '../../src/store/file/storeClock';
import { BucketBounds } from '../../src/store/latency/bucketBounds';
import { rollSpan } from '../../src/store/rollup/rollSpan';
import { DatabaseAccess } from '../../src/store/session/databaseAccess';
import { NativeConnection } from './nativeConnection';
import { fillDatabase, minuteCommits } from './traffic';

/** What one side is told to do. Times are unix seconds. */
export type SideCommand =
  | { readonly what: 'fill'; readonly file: string; readonly bytes: number }
  | { readonly what: 'open'; readonly file: string }
  | { readonly what: 'minute'; readonly minute: number; readonly id: number }
  | { readonly what: 'query'; readonly name: NamedQuery; readonly now: number }
  | { readonly what: 'rollup'; readonly hour: number }
  | { readonly what: 'close' };

export interface SideAnswer {
  /** What it took, milliseconds. */
  readonly ms: number;
  /** The minute after the last that a fill wrote. */
  readonly until: number;
  /** Memory of the process, and what it has written so far; bytes. */
  readonly resident: number;
  readonly written: number;
}

/** A database as one of the two sides has it. */
interface Side {
  open(file: string): Promise<void>;
  write(work: (connection: Connection) => void): Promise<void>;
  read(work: (connection: Connection) => void): Promise<void>;
  close(): Promise<void>;
}

async function ourSide(wasmPath: string): Promise<Side> {
  const engine = await loadSqlEngine(wasmPath);
  let access: DatabaseAccess | undefined;
  return {
    open: async (file) => {
      access = await DatabaseAccess.open({ file, engine, clock: systemStoreClock });
    },
    write: async (work) => access?.write(work),
    read: async (work) => access?.read(work),
    close: async () => access?.close(),
  };
}

function nativeSide(): Side {
  let native: NativeConnection | undefined;
  const use = (work: (connection: Connection) => void): Promise<void> => {
    if (native) work(native.asConnection);
    return Promise.resolve();
  };
  return {
    open: (file) => {
      native = new NativeConnection(file);
      native.all('SELECT COUNT(*) FROM sqlite_master');
      return Promise.resolve();
    },
    write: use,
    read: use,
    close: () => {
      native?.close();
      return Promise.resolve();
    },
  };
}

async function obey(side: Side, command: SideCommand): Promise<number> {
  switch (command.what) {
    case 'fill':
      return fill(side, command.file, command.bytes);
    case 'open':
      await side.open(command.file);
      return 0;
    case 'minute':
      for (const batch of minuteCommits(command.minute, command.id)) {
        await side.write((connection) => commitBatch(connection, batch));
      }
      return 0;
    case 'query':
      await side.read((connection) =>
        connection.table(namedQueries[command.name].sql, { now: command.now }, 10_000),
      );
      return 0;
    case 'rollup':
      await side.write((connection) => {
        connection.transaction(() => {
          rollSpan(connection, new BucketBounds(connection), 'hour', command.hour, command.hour);
        });
      });
      return 0;
    case 'close':
      await side.close();
      return 0;
  }
}

/** Fills a new database and rolls its hours up, as the first commit after them does. */
async function fill(side: Side, file: string, bytes: number): Promise<number> {
  let until = 0;
  await side.open(file);
  await side.write((connection) => {
    until = fillDatabase(connection, bytes);
    for (const batch of minuteCommits(until + 180, 1)) commitBatch(connection, batch);
  });
  await side.close();
  return until + 240;
}

async function main(name: string, wasmPath: string): Promise<void> {
  const side = name === 'ours' ? await ourSide(wasmPath) : nativeSide();
  process.on('message', (command: SideCommand) => {
    const start = performance.now();
    void obey(side, command).then((until) => {
      const ms = performance.now() - start;
      const written = Number(
        /^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? NaN,
      );
      process.send?.({
        ms,
        until,
        resident: process.memoryUsage.rss(),
        written,
      } satisfies SideAnswer);
    });
  });
  process.send?.({ ms: 0, until: 0, resident: 0, written: 0 } satisfies SideAnswer);
}

if (process.send) void main(process.argv[2] ?? '', process.argv[3] ?? '');
