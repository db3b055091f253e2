import { setTimeout as delay } from 'node:timers/promises';
import { fileError } from '../file/fileError';
import { PageView } from '../file/pageView';
import { livingHolder, lockPath } from '../file/writeLock';
import { StoreError } from '../storeError';
import type { UnfinishedFile } from './unfinishedFile';

/** Pages that are copied at a time: 1 MB with pages of 4 kB, and the memory that a copy takes. */
export const pagesPerStep = 256;

/** A writer moves its pages every few minutes, which takes some of the time that a copy takes: this is never needed. */
const mostCopies = 20;

/** How long to wait at a time for the writer to have moved its pages, ms, and how often at most. */
const pauseMs = 5;
const mostPauses = 2000;

/**
 * Copies a database as it was at one commit, file and sidecar together, into a plain SQLite file, while this or
 * another process may write it. What was copied when the writer moves its pages is thrown away, and the copying
 * restarts. Yields the share that is done, 0 to 1, after each piece.
 */
export async function* copyDatabase(
  file: string,
  out: UnfinishedFile,
): AsyncGenerator<number, void> {
  for (let copies = 1; copies <= mostCopies; copies += 1) {
    const view = await settledView(file);
    try {
      if (yield* copyPages(view, out)) return;
    } finally {
      view.close();
    }
    out.restart();
  }
  throw new StoreError({ kind: 'rearranged', file, times: mostCopies });
}

/** False when the writer moved pages meanwhile. */
function* copyPages(view: PageView, out: UnfinishedFile): Generator<number, boolean> {
  const { pageSize } = view;
  const pageCount = Math.ceil(view.sizeBytes / pageSize);
  const piece = new Uint8Array(pagesPerStep * pageSize);
  for (let first = 1; first <= pageCount; first += pagesPerStep) {
    const count = Math.min(pagesPerStep, pageCount - first + 1);
    for (let index = 0; index < count; index += 1) {
      piece.set(view.readPage(first + index), index * pageSize);
    }
    if (!view.isCurrent()) return false;
    out.append(piece.subarray(0, count * pageSize));
    yield (first + count - 1) / pageCount;
  }
  return view.isCurrent();
}

async function settledView(file: string): Promise<PageView> {
  for (let pauses = 0; pauses < mostPauses; pauses += 1) {
    const view = openView(file);
    if (view.isSettled || livingHolder(lockPath(file)) === undefined) {
      const { defect } = view;
      if (defect === undefined) return view;
      // What is read while the writer moves pages is none of them.
      const isTrue = view.isCurrent();
      view.close();
      if (isTrue) throw new StoreError({ kind: 'not_a_database', file, defect });
    } else view.close();
    await delay(pauseMs);
  }
  throw new StoreError({ kind: 'kept_changing', file, seconds: null });
}

function openView(file: string): PageView {
  let view: PageView | undefined;
  try {
    view = PageView.open(file);
  } catch (error) {
    throw fileError(error, 'read', file);
  }
  if (!view) throw new StoreError({ kind: 'no_database', file });
  return view;
}
