/** Types of chaos faults that end a request, with the statuses that they answer with; empty for any. */
const endings: ReadonlyMap<string, readonly number[]> = new Map([
  ['http_error', []],
  ['connection_error', [503]],
  ['connection_limit', [503]],
  ['timeout', [504]],
  ['rate_limit', [429]],
  ['packet_loss', [408]],
]);

/** The endpoint of faults that hit a connection before there was a request. */
const listener = '_listener';

/** Whether a fault of this type at this endpoint is the answer to a request. */
export function endsRequest(type: string, endpoint: string): boolean {
  return endings.has(type) && endpoint !== listener;
}

/** The statuses that a fault of this type answers with; empty where any error status can be. */
export function statusesOfFault(type: string): readonly number[] {
  return endings.get(type) ?? [];
}
