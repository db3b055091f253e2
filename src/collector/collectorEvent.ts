import type { NoFacts, OneOf } from '../domain/oneOf';
import type { SizeNotice } from '../domain/retention';
import type { OtherCollector } from '../protocol/collectingStatus';
import type { DiagnosticRises } from './diagnosticRises';
import type { SourceFailure } from './sources/sourceFailure';

/** What is worth a line in a log, and what is known of it. */
export interface CollectorEvents {
  readonly collecting: { readonly metricsUrl: string };
  readonly log_alone: { readonly failure: SourceFailure };
  readonly source_read: { readonly source: 'request_log' | 'recorder' };
  readonly source_failed: { readonly failure: SourceFailure };
  readonly live_log_connected: NoFacts;
  readonly other_collects: OtherCollector;
  readonly other_ended: NoFacts;
  /** It could not be asked meanwhile who collects. */
  readonly store_answers: NoFacts;
  readonly slow_scrape: { readonly scrapeMs: number; readonly intervalSeconds: number };
  readonly diagnostics: { readonly rises: DiagnosticRises };
  readonly deleted: { readonly rows: number };
  readonly deleting_failed: { readonly error: unknown };
  readonly space_returned: { readonly bytes: number };
  readonly returning_failed: { readonly error: unknown };
  readonly retention_notice: { readonly notice: SizeNotice };
}

export type CollectorEvent = OneOf<CollectorEvents>;
