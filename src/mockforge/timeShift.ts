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

/** A dashboard answer of a server whose mocks are served at `port`. */
export function withMockPort(body: string, port: number): string {
  return body.replace(/"http_server":"[^"]*"/, `"http_server":"127.0.0.1:${port}"`);
}

/** A row of the request log as it would have been `milliseconds` later, in another run of the same traffic. */
export function shiftLogRow<Row extends { readonly id: string; readonly timestamp: string }>(
  row: Row | undefined,
  milliseconds: number,
  run: number,
): Row | undefined {
  if (!row || (milliseconds === 0 && run === 0)) return row;
  const timestamp = new Date(Date.parse(row.timestamp) + milliseconds).toISOString();
  return { ...row, id: idOfRun(row.id, run), timestamp };
}

/** An exchange of the recorder as it would have been `milliseconds` later, in another run of the same traffic. */
export function shiftExchange(exchange: unknown, milliseconds: number, run: number): unknown {
  if (milliseconds === 0 && run === 0) return exchange;
  return JSON.parse(JSON.stringify(exchange), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (key === 'timestamp') return new Date(Date.parse(value) + milliseconds).toISOString();
    const isId = key === 'id' || key === 'request_id';
    return isId ? idOfRun(value, run) : value;
  });
}

/** The id of a UUID's form with the run in its second and third group: ids are shown by their beginning. */
function idOfRun(id: string, run: number): string {
  const digits = run.toString(16).padStart(8, '0');
  return `${id.slice(0, 8)}-${digits.slice(0, 4)}-${digits.slice(4)}${id.slice(18)}`;
}
