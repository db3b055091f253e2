/** One of our own requests at the port of the server's mocks, where it counts those that it answers. */
export interface OwnRequest {
  /** Without its query. */
  readonly path: string;
  /** Null: no answer came, so that nobody knows whether it was counted. */
  readonly status: number | null;
  /** When it was answered or given up, unix ms, and how long after it was asked, ms. */
  readonly at: number;
  readonly milliseconds: number;
}
