/** A metrics body of a server that had counted what another body of it says before it began to count this one. */
export function continuedBody(body: string, before: string | undefined): string {
  if (before === undefined) return body;
  const own = new Map([...body.matchAll(sample)].map(([, series, value]) => [series, value]));
  const gauges = new Set([...before.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name]) => name));
  // Its series are the earlier ones: a process forgets none, and all that are to come were there at its end.
  return before.replaceAll(sample, (_, series: string, value: string) => {
    const now = own.get(series);
    const [name] = series.split('{', 1);
    const isGauge = gauges.has(name ?? series);
    return `${series} ${isGauge ? (now ?? value) : String(Number(value) + Number(now ?? 0))}`;
  });
}

const sample = /^([^#\s][^\n]*) (\S+)$/gm;

/** The body of a server that runs for so many seconds. */
export function withUptime(body: string, seconds: number): string {
  return body.replace(/^mockforge_uptime_seconds \S+$/m, `mockforge_uptime_seconds ${seconds}`);
}
