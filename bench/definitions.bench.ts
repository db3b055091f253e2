import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseDocument } from 'yaml';
import { systemClock } from '../src/collector/systemClock';
import { DefinitionThread } from '../src/host/lens/definitionThread';
import { FollowedDefinitions, type LiveDocument } from '../src/host/lens/followedDefinitions';
import { loadSqlEngine } from '../src/store/sqljs/sqlEngine';
import { newConnection } from '../src/store/sqljs/openConnection';
import { KeptEndpoints } from '../src/store/reader/keptEndpoints';
import { repositoryRoot } from '../test/support/repository';
import type { BenchRow } from './benchRow';
import { asYaml, largeDescription } from './definitions/largeDescription';
import dayOfEndpoints from './definitions/dayOfEndpoints.sql';
import { wasmPath } from './store/sides';
import { longestBlock } from './threadTime';

/** As many as GitHub's own description has. */
const operations = 1223;

/** What the editor's extension host may be held up, and what a key may cost there, ms. */
const frameMs = 16;
const keyMs = 5;

/**
 * Large descriptions as the editor's extension host follows them, beside parsers that make a tree of them: until their operations are known, how long
 * this thread was held up, what a key costs and what memory is left; and the numbers of 5,000 endpoints.
 */
export async function benchDefinitions(scale: number, isSmoke: boolean): Promise<BenchRow[]> {
  const described = largeDescription(Math.max(10, Math.round(operations * scale)));
  const json = JSON.stringify(described, null, 2);
  const yaml = asYaml(described);
  const rounds = isSmoke ? 1 : 5;
  return [
    ...(await measure('JSON', json, 1000, rounds, () => JSON.parse(json))),
    ...(await measure('YAML', yaml, 2500, rounds, () => parseDocument(yaml))),
    await numbersOfEndpoints(rounds),
  ];
}

async function measure(
  language: string,
  text: string,
  limitMs: number,
  rounds: number,
  peer: () => unknown,
): Promise<BenchRow[]> {
  const size = `${language}, ${(text.length / 1e6).toFixed(1)} MB`;
  const opened: Opened[] = [];
  for (let round = 0; round < rounds; round++) opened.push(await open(text));
  const best = (of: (one: Opened) => number): number => Math.min(...opened.map(of));
  const peerMs = millisecondsOf(peer);
  const openedMs = best(({ readMs }) => readMs);
  return [
    {
      name: `${size}: opened to operations known, ms (peer: a tree by its parser)`,
      ...{ ours: openedMs, peer: peerMs, ratio: openedMs / peerMs },
      ...{ limit: `at most ${limitMs}`, holds: openedMs <= limitMs },
    },
    row(
      `${size}: this thread was held up, ms`,
      best(({ heldUpMs }) => heldUpMs),
      frameMs,
    ),
    row(
      `${size}: a key on this thread, ms`,
      best(({ keyMs: own }) => own),
      keyMs,
    ),
    row(
      `${size}: memory left after closing, MB`,
      best(({ leftMb }) => leftMb),
      30,
    ),
  ];
}

function row(name: string, ours: number, most: number): BenchRow {
  return { name, ours, limit: `at most ${most}`, holds: ours <= most };
}

interface Opened {
  readonly readMs: number;
  readonly heldUpMs: number;
  readonly keyMs: number;
  readonly leftMb: number;
}

async function open(text: string): Promise<Opened> {
  const document = new LinesOfText(text);
  const before = process.memoryUsage().rss;
  const thread = new DefinitionThread({
    path: join(repositoryRoot(), 'dist', 'definitionWorker.js'),
    readReferenced: () => Promise.resolve(null),
    clock: systemClock,
  });
  const errors: unknown[] = [];
  const followed = new FollowedDefinitions({
    ...{ reader: thread, clock: systemClock, onChange: () => undefined },
    onError: (error) => errors.push(error),
  });
  const began = performance.now();
  const heldUpMs = await longestBlock(async () => {
    followed.follow([document]);
    await followed.settled(document.name);
  });
  const readMs = performance.now() - began;
  if (errors.length > 0 || followed.definitions.size === 0) throw new Error(String(errors[0]));
  document.version++;
  const to = { line: 9, character: 0 };
  const keyMs = millisecondsOf(() => {
    followed.changed(document.name, [{ offset: 500, length: 0, text: '\n', fromLine: 9, to }]);
  });
  followed.follow([]);
  await delay(200);
  const leftMb = (process.memoryUsage().rss - before) / 1e6;
  return { readMs, heldUpMs, keyMs, leftMb };
}

/** A document as the editor has it: by lines. */
class LinesOfText implements LiveDocument {
  readonly name = 'large';
  readonly eol = 1;
  version = 1;
  readonly #lines: readonly string[];

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  *pieces(): Iterable<string> {
    const step = 2000;
    for (let line = 0; line < this.#lines.length; line += step) {
      const isLast = line + step >= this.#lines.length;
      yield this.#lines.slice(line, line + step).join('\n') + (isLast ? '' : '\n');
    }
  }
}

/** The end of the day in dayOfEndpoints.sql. */
const dayEnd = 1736164800;

/** 5,000 endpoints with traffic in each hour: after a commit, and the first time. */
async function numbersOfEndpoints(rounds: number): Promise<BenchRow> {
  const connection = newConnection(await loadSqlEngine(wasmPath), dayEnd);
  connection.execute(dayOfEndpoints);
  const span = { from: dayEnd - 86_400 + 1800, to: dayEnd - 100, excludedEndpoints: [] };
  const kept = new KeptEndpoints();
  const firstMs = millisecondsOf(() => kept.read(connection, span));
  const times = Array.from({ length: rounds * 4 }, () =>
    millisecondsOf(() => kept.read(connection, span)),
  );
  connection.close();
  return row(
    `numbers of 5,000 endpoints after a commit, ms (the first time: ${firstMs.toFixed(0)})`,
    Math.min(...times),
    50,
  );
}

function millisecondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
