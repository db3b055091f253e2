/** An HTTP endpoint with requests. */
export interface CalledEndpoint {
  readonly method: string;
  /** The stored name (docs/collection.md#endpoint-names). */
  readonly endpoint: string;
}

/** What an HTTP endpoint answered in a span. */
export interface EndpointAnswers extends CalledEndpoint {
  /** By status, ascending. */
  readonly statuses: readonly AnswerCount[];
}

/** How often a status was answered. */
export interface AnswerCount {
  readonly status: number;
  readonly requests: number;
  /**
   * How many of these an injected fault may have ended: at most, where a fault has several statuses or the server tells no
   * method.
   */
  readonly injected: number;
}

/** What all HTTP endpoints answered in a span. */
export interface Answers {
  readonly endpoints: readonly EndpointAnswers[];
  /** HTTP requests that no source could attribute to an endpoint. */
  readonly unattributed: number;
  /** Seconds of the span in which collecting knew what happened. */
  readonly coveredSeconds: number;
}
