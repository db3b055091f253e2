import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../domain/isRecord';
import type { Session } from '../../domain/session';
import { sessionName } from '../../domain/session';
import { ifThere } from '../file/fileError';
import { replaceFile } from '../file/replaceFile';
import type { StoreClock } from '../file/storeClock';
import { heartbeatMs } from '../file/writeLock';
import type { StoreFault } from '../storeFault';

/** What a process that only reads a database asks its writer for. */
export interface SessionRequest {
  readonly act: 'start' | 'end';
  readonly name: string;
  /** Unix seconds. */
  readonly at: number;
}

/** What came of it. */
export type SessionAnswer =
  { readonly session: Session; readonly fault?: never } | { readonly fault: StoreFault };

const lookMs = 100;
/** The writer looks once a heartbeat, and may be busy for some. */
const patienceMs = 5 * heartbeatMs;
/** Whoever asked so long ago waits no more. */
const forgottenMs = 60_000;

const ending = { unfinished: '.new', request: '.request', answer: '.answer' } as const;

/**
 * Requests to the writer of a database from processes that only read it: files in a folder beside the database, which is
 * there only while somebody asks. Each is written under another name first, so that it is read whole.
 */
export class WriterRequests {
  readonly #folder: string;
  readonly #clock: StoreClock;

  constructor(databasePath: string, clock: StoreClock) {
    this.#folder = `${databasePath}-requests`;
    this.#clock = clock;
  }

  /** Asks, and waits for the answer; undefined where none comes. The request is taken back then. */
  async ask(request: SessionRequest): Promise<SessionAnswer | undefined> {
    const id = randomUUID();
    const [asked, answered] = [id + ending.request, id + ending.answer].map((name) =>
      join(this.#folder, name),
    ) as [string, string];
    mkdirSync(this.#folder, { recursive: true });
    try {
      this.#write(id + ending.request, request);
      const until = this.#clock.elapsed() + patienceMs;
      while (this.#clock.elapsed() < until) {
        const text = ifThere(() => readFileSync(answered, 'utf8'));
        if (text !== undefined) return JSON.parse(text) as SessionAnswer;
        await new Promise<void>((resolve) => this.#clock.after(lookMs, resolve));
      }
      return undefined;
    } finally {
      for (const path of [asked, answered]) rmSync(path, { force: true });
      this.#leave();
    }
  }

  /** Answers what was asked until now, as the writer. */
  async answerAll(answer: (request: SessionRequest) => Promise<SessionAnswer>): Promise<void> {
    const names = ifThere(() => readdirSync(this.#folder));
    if (!names) return;
    for (const name of names) {
      const path = join(this.#folder, name);
      const request = name.endsWith(ending.request) ? requestIn(path) : undefined;
      if (request) {
        const id = name.slice(0, -ending.request.length);
        this.#write(id + ending.answer, await answer(request));
      }
      if (request || isForgotten(path)) rmSync(path, { force: true });
    }
    this.#leave();
  }

  #write(name: string, content: SessionRequest | SessionAnswer): void {
    const path = join(this.#folder, name);
    writeFileSync(path + ending.unfinished, JSON.stringify(content));
    replaceFile(path + ending.unfinished, path);
  }

  #leave(): void {
    try {
      rmdirSync(this.#folder);
    } catch {
      // Somebody else still asks, or was faster.
    }
  }
}

/** Undefined for what is none, or is not waited for any more. */
function requestIn(path: string): SessionRequest | undefined {
  if (isForgotten(path)) return undefined;
  const text = ifThere(() => readFileSync(path, 'utf8'));
  if (text === undefined) return undefined;
  try {
    const request: unknown = JSON.parse(text);
    if (!isRecord(request)) return undefined;
    const { act, name, at } = request;
    const stored = typeof name === 'string' ? sessionName(name) : null;
    if ((act !== 'start' && act !== 'end') || stored === null || !Number.isSafeInteger(at)) {
      return undefined;
    }
    return { act, name: stored, at: at as number };
  } catch {
    return undefined;
  }
}

function isForgotten(path: string): boolean {
  const writtenAt = ifThere(() => statSync(path).mtimeMs);
  return writtenAt === undefined || Date.now() - writtenAt > forgottenMs;
}
