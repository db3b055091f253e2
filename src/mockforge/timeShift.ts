/** A metrics body as it would have been had the process started `seconds` later. */
export function shiftProcessStart(body: string, seconds: number): string {
  if (seconds === 0) return body;
  return body.replace(
    /^process_start_time_seconds (\S+)$/m,
    (_, start: string) => `process_start_time_seconds ${Number(start) + seconds}`,
  );
}

/** A dashboard answer whose servers started at `startedAt`, unix ms. */
export function shiftDashboardStart(body: string, startedAt: number): string {
  const start = `"start_time":"${new Date(startedAt).toISOString()}"`;
  return body.replaceAll(/"start_time":"[^"]*"/g, start);
}

/** A row of the request log as it would have been `milliseconds` later, in another run of the same traffic. */
export function shiftLogRow<Row extends { readonly id: string; readonly timestamp: string }>(
  row: Row | undefined,
  milliseconds: number,
  run: number,
): Row | undefined {
  if (!row || (milliseconds === 0 && run === 0)) return row;
  const timestamp = new Date(Date.parse(row.timestamp) + milliseconds).toISOString();
  return { ...row, id: `${run.toString(16).padStart(8, '0')}${row.id.slice(8)}`, timestamp };
}
