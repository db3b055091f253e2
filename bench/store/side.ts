import { existsSync, readFileSync } from 'node:fs';
import { hourSeconds } from '../../src/domain/time';
import { commitBatch } from '../../src/store/commit/commitBatch';
import type { Connection } from '../../src/store/database/connection';
import { loadSqlEngine } from '../../src/store/sqljs/sqlEngine';
import { systemStoreClock } from '../../src/store/file/storeClock';
import { BucketBounds } from '../../src/store/latency/bucketBounds';
import { namedQueries } from '../../src/store/reader/namedQueries';
import { readDashboard } from '../../src/store/readModels/dashboard';
import { retain } from '../../src/store/retention/retain';
import { rollSpan } from '../../src/store/rollup/rollSpan';
import { DatabaseAccess } from '../../src/store/session/databaseAccess';
import { minuteCommits } from '../load/minuteCommits';
import type { Load } from '../load/writeLoad';
import { writeLoad } from '../load/writeLoad';
import { NativeConnection } from './nativeConnection';
import type { SideAnswer, SideCommand, SideName } from './sideProtocol';

/** A database as one of the two sides has it. */
interface Side {
  open(file: string): Promise<void>;
  write(work: (connection: Connection) => void): Promise<void>;
  compact(): Promise<void>;
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
    compact: async () => {
      await access?.compact();
    },
    close: async () => access?.close(),
  };
}

function nativeSide(): Side {
  let native: NativeConnection | undefined;
  const use = (work: (connection: Connection) => void): Promise<void> => {
    if (native) work(native);
    return Promise.resolve();
  };
  return {
    open: (file) => {
      native = NativeConnection.open(file);
      native.all('SELECT COUNT(*) FROM sqlite_master');
      return Promise.resolve();
    },
    write: use,
    read: use,
    compact: () => {
      native?.compact();
      return Promise.resolve();
    },
    close: () => {
      native?.close();
      return Promise.resolve();
    },
  };
}

/** True when there is more to delete. */
async function obey(side: Side, command: SideCommand): Promise<boolean> {
  let more = false;
  switch (command.what) {
    case 'load':
      load(command.file, command.load);
      break;
    case 'open':
      await side.open(command.file);
      break;
    case 'minute':
      for (const batch of minuteCommits(command.minute, command.id)) {
        await side.write((connection) => commitBatch(connection, batch));
      }
      break;
    case 'query':
      await side.read((connection) =>
        connection.table(namedQueries[command.name], { now: command.now }, 10_000),
      );
      break;
    case 'dashboard':
      await side.read((connection) => readDashboard(connection, command.query));
      break;
    case 'rollup':
      await side.write((connection) => {
        connection.transaction(() => {
          rollSpan(connection, new BucketBounds(connection), 'hour', command.hour, command.hour);
        });
      });
      break;
    case 'retain':
      await side.write((connection) => {
        const { now, policy } = command;
        more = retain(connection, { now, policy, everySeconds: hourSeconds }).nextAt <= now;
      });
      break;
    case 'compact':
      await side.compact();
      break;
    case 'close':
      await side.close();
      break;
  }
  return more;
}

function load(file: string, load: Load): void {
  const native = NativeConnection.forLoading(file);
  writeLoad(native, load);
  native.close();
}

async function answerTo(side: Side, command: SideCommand): Promise<SideAnswer> {
  const start = performance.now();
  let more = false;
  let failure: string | undefined;
  try {
    more = await obey(side, command);
  } catch (error) {
    failure = error instanceof Error ? error.stack : String(error);
  }
  return { ...state(), ms: performance.now() - start, more, ...(failure ? { failure } : {}) };
}

function state(): SideAnswer {
  // Elsewhere than on Linux it is not known.
  const counters = existsSync('/proc/self/io') ? readFileSync('/proc/self/io', 'utf8') : '';
  return {
    ms: 0,
    more: false,
    resident: process.memoryUsage.rss(),
    written: Number(/^wchar: (\d+)/m.exec(counters)?.[1] ?? NaN),
  };
}

async function main(name: SideName, wasmPath: string): Promise<void> {
  const side = name === 'ours' ? await ourSide(wasmPath) : nativeSide();
  process.on('message', (command: SideCommand) => {
    void answerTo(side, command).then((answer) => process.send?.(answer));
  });
  process.send?.(state());
}

if (process.send) void main(process.argv[2] as SideName, process.argv[3] ?? '');
