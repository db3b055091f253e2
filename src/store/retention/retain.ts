import usedBytesSql from '../../../sql/retention/usedBytes.sql';
import type { RetentionRequest, RetentionStep, SizeNotice } from '../../domain/retention';
import { daySeconds, floorTo, hourSeconds } from '../../domain/time';
import { setState, stateNumber } from '../state/collectorState';
import { freeSpace } from '../compaction/freeSpace';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { witnessedNow } from '../state/witnessedNow';
import { cutoffs, cutoffsBySize } from './cutoffs';
import type { Subject, SubjectName } from './subjects';
import { subjects } from './subjects';

const bytesPerMb = 1024 * 1024;

/** What one chunk took away. */
interface Chunk {
  readonly name: SubjectName;
  readonly rows: number;
  /** Its end, unix seconds. */
  readonly to: number;
}

/**
 * Takes away what has expired before a moment (unix seconds) where that need not be done row by row, and returns up to when
 * it did; undefined where it did nothing.
 */
export type TakeWhole = (
  connection: Connection,
  name: SubjectName,
  before: number,
) => number | undefined;

/**
 * One step of retention, in one transaction: where a cleanup is due it deletes the oldest hour (day rows and
 * patterns: day) that has expired in one table; where none has and the file is larger than it may be, the oldest
 * hour of minutes, or of failed requests when no minutes are left that may go, until a compaction pays and makes it
 * small enough. Whoever asks goes on until `nextAt` lies in the future.
 */
export function retain(
  connection: Connection,
  request: RetentionRequest,
  takeWhole: TakeWhole = () => undefined,
): RetentionStep {
  return connection.transaction(() => {
    const { now, everySeconds } = request;
    const last = stateNumber(connection, 'retained_at');
    const isDue = last === undefined || now < last || now >= last + everySeconds;
    const witnessed = { ...request, now: witnessedNow(connection, now) };
    const chunk = isDue ? deleteChunk(connection, witnessed, takeWhole) : undefined;
    if (isDue && !chunk) setState(connection, 'retained_at', now);
    const nextAt = chunk ? now : (isDue ? now : last) + everySeconds;
    return { rows: chunk?.rows ?? 0, nextAt, notice: noticeOf(connection, request) };
  });
}

function deleteChunk(
  connection: Connection,
  request: RetentionRequest,
  takeWhole: TakeWhole,
): Chunk | undefined {
  return deleteExpired(connection, request, takeWhole) ?? deleteForSize(connection, request);
}

function deleteExpired(
  connection: Connection,
  { policy, now }: RetentionRequest,
  takeWhole: TakeWhole,
): Chunk | undefined {
  const expired = cutoffs(policy, now, readWatermarks(connection));
  for (const name of Object.keys(subjects) as SubjectName[]) {
    const taken = takeWhole(connection, name, expired[name]);
    if (taken !== undefined) keepFrom(connection, subjects[name], taken);
    const chunk = deleteOldest(connection, name, expired[name]);
    if (chunk) return chunk;
  }
  return undefined;
}

function deleteForSize(
  connection: Connection,
  { policy, now }: RetentionRequest,
): Chunk | undefined {
  if (policy.maxSizeMb === 0 || willFit(connection, policy.maxSizeMb * bytesPerMb))
    return undefined;
  for (const [name, before] of cutoffsBySize(now, readWatermarks(connection))) {
    const chunk = deleteOldest(connection, name, before);
    if (!chunk) continue;
    if (name === 'minutes') setState(connection, 'cut_for_size', chunk.to);
    return chunk;
  }
  return undefined;
}

function deleteOldest(
  connection: Connection,
  name: SubjectName,
  before: number,
): Chunk | undefined {
  const subject: Subject = subjects[name];
  const { oldest: sql, deletions, resolution, chunkSeconds } = subject;
  const oldest = connection.first(sql, { before })?.numberOrNull('oldest') ?? null;
  if (oldest === null) return undefined;
  const from = floorTo(oldest, chunkSeconds);
  const to = Math.min(from + chunkSeconds, before);
  let rows = 0;
  for (const deletion of deletions) {
    rows += connection.changed(deletion, resolution ? { from, to, resolution } : { from, to });
  }
  keepFrom(connection, subject, to);
  return { name, rows, to };
}

/** Notes that what lies before `to` is no longer kept as a whole. */
function keepFrom(connection: Connection, { keptFrom }: Subject, to: number): void {
  if (!keptFrom) return;
  const kept = floorTo(to + keptFrom.grain - 1, keptFrom.grain);
  if (kept > (stateNumber(connection, keptFrom.key) ?? 0)) {
    setState(connection, keptFrom.key, kept);
  }
}

/**
 * Whether the file is small enough, or will be when it is compacted, which is made only where it pays: less would
 * leave a file that is as large as before.
 */
function willFit(connection: Connection, most: number): boolean {
  const { bytes, isMuch } = freeSpace(connection);
  return bytes <= most || (isMuch && usedBytes(connection) <= most);
}

/** Bytes of what is stored, without what was deleted. */
export function usedBytes(connection: Connection): number {
  return connection.first(usedBytesSql)?.number('bytes') ?? 0;
}

/** Said as long as the minutes that are left are fewer than their period asks for. */
function noticeOf(connection: Connection, { policy, now }: RetentionRequest): SizeNotice | null {
  const { minuteAggregatesDays, maxSizeMb } = policy;
  const cut = stateNumber(connection, 'cut_for_size') ?? 0;
  const expired = floorTo(now - minuteAggregatesDays * daySeconds, hourSeconds);
  return maxSizeMb === 0 || cut <= expired ? null : { maxSizeMb, minutesFrom: cut };
}
