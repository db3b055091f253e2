import deleteClients from '../../../sql/retention/deleteClients.sql';
import deleteDays from '../../../sql/retention/deleteDays.sql';
import deleteErrors from '../../../sql/retention/deleteErrors.sql';
import deleteFailureHours from '../../../sql/retention/deleteFailureHours.sql';
import deleteEvents from '../../../sql/retention/deleteEvents.sql';
import deleteHistograms from '../../../sql/retention/deleteHistograms.sql';
import deleteHours from '../../../sql/retention/deleteHours.sql';
import deleteMinutes from '../../../sql/retention/deleteMinutes.sql';
import deletePatterns from '../../../sql/retention/deletePatterns.sql';
import deleteSnapshots from '../../../sql/retention/deleteSnapshots.sql';
import deleteTallies from '../../../sql/retention/deleteTallies.sql';
import oldestClient from '../../../sql/retention/oldestClient.sql';
import oldestDay from '../../../sql/retention/oldestDay.sql';
import oldestError from '../../../sql/retention/oldestError.sql';
import oldestEvent from '../../../sql/retention/oldestEvent.sql';
import oldestHour from '../../../sql/retention/oldestHour.sql';
import oldestMinute from '../../../sql/retention/oldestMinute.sql';
import oldestPattern from '../../../sql/retention/oldestPattern.sql';
import oldestSnapshot from '../../../sql/retention/oldestSnapshot.sql';
import { daySeconds, hourSeconds } from '../../domain/time';
import type { StateKey } from '../state/collectorState';

/** Rows that are kept for the same time and deleted together, a chunk of time at once. */
export interface Subject {
  /** Statement with the parameter :before and the column oldest, unix seconds. */
  readonly oldest: string;
  /** Statements with the parameters :from and :to, and :resolution where distributions are among them. */
  readonly deletions: readonly string[];
  readonly resolution?: 'minute' | 'hour' | 'day';
  /** Seconds that one chunk spans at most. */
  readonly chunkSeconds: number;
  /** The key of collector_state that says from where on they are kept, and the grain to which that is rounded up. */
  readonly keptFrom?: { readonly key: StateKey; readonly grain: number };
}

/** What retention deletes. Rows of endpoint_stats, and the distributions behind them, never expire. */
export const subjects = {
  minutes: {
    oldest: oldestMinute,
    deletions: [deleteMinutes, deleteHistograms],
    resolution: 'minute',
    chunkSeconds: hourSeconds,
    keptFrom: { key: 'minutes_from', grain: hourSeconds },
  },
  errors: {
    oldest: oldestError,
    deletions: [deleteErrors, deleteFailureHours],
    chunkSeconds: hourSeconds,
  },
  clients: {
    oldest: oldestClient,
    deletions: [deleteTallies, deleteClients],
    chunkSeconds: hourSeconds,
    keptFrom: { key: 'clients_from', grain: daySeconds },
  },
  hours: {
    oldest: oldestHour,
    deletions: [deleteHours, deleteHistograms],
    resolution: 'hour',
    chunkSeconds: hourSeconds,
    keptFrom: { key: 'hours_from', grain: daySeconds },
  },
  days: {
    oldest: oldestDay,
    deletions: [deleteDays, deleteHistograms],
    resolution: 'day',
    chunkSeconds: daySeconds,
    keptFrom: { key: 'days_from', grain: daySeconds },
  },
  patterns: { oldest: oldestPattern, deletions: [deletePatterns], chunkSeconds: daySeconds },
  snapshots: { oldest: oldestSnapshot, deletions: [deleteSnapshots], chunkSeconds: hourSeconds },
  events: { oldest: oldestEvent, deletions: [deleteEvents], chunkSeconds: hourSeconds },
} as const satisfies Readonly<Record<string, Subject>>;

export type SubjectName = keyof typeof subjects;
