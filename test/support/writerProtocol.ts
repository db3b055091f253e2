/** What a writer process is told to do, and what it answers. */
export type WriterCommand =
  | { readonly what: 'commit'; readonly id: number }
  | { readonly what: 'loadState' }
  | { readonly what: 'close' }
  | { readonly what: 'compact' }
  /** Deletes what is older than six hours when this batch is written. */
  | { readonly what: 'retain'; readonly id: number }
  | { readonly what: 'requests' }
  /**
   * Commits one batch after the other and writes the id of each to stdout once it is acknowledged; with `retains` it
   * deletes every hour of theirs what is older than six.
   */
  | { readonly what: 'run'; readonly retains: boolean };

/** What a writer is about, which it writes to stdout when it begins with it. */
export type Activity = 'start' | 'write' | 'retention' | 'compaction' | 'replacement';

/** The call that changes a file in whose middle a writer kills itself, counted while it is about something. */
export interface Death {
  readonly during: Activity;
  readonly call: number;
}

export interface WriterAnswer {
  readonly notice: string | null;
  readonly state?: string | null;
  readonly requests?: number;
  readonly error?: string;
}
