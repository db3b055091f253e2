/** Paths of the admin API (all public GETs), below the admin URL. */
export const adminPaths = {
  /** The request log: the newest 1000 requests of the running process, newest first. */
  logs: '/__mockforge/logs',
  /** The same rows as they come, as an event stream. */
  logStream: '/__mockforge/logs/sse',
  routes: '/__mockforge/routes',
  dashboard: '/__mockforge/dashboard',
} as const;

/** Paths of what a server tells at the port of its mocks. */
export const mockPortPaths = {
  /** Requests with their headers and bodies, newest first: only on a server started with --recorder. */
  exchanges: '/api/recorder/requests',
  /** All messages that its SMTP server has received. */
  mailbox: '/__mockforge/api/smtp/mailbox',
} as const;

const readByUs: ReadonlySet<string> = new Set(Object.values(mockPortPaths));

/** Whether a path at the port of the mocks, without its query, is one that we read. */
export function isReadByUs(path: string): boolean {
  return readByUs.has(path);
}

/** A path of ours as the server has it, which may follow the longer one of a router. */
export function pathReadByUs(path: string): string {
  return [...readByUs].find((known) => path.endsWith(known)) ?? path;
}

/** Rows that the request log's ring holds at most. */
export const logRingSize = 1000;

/** GLOB patterns of the endpoints on the mock's own port that are the server's, not the user's, traffic. */
export const internalEndpointPatterns: readonly string[] = ['/__mockforge/*', '/health*'];

/** The command that starts a server with everything this extension can use. */
export const serveCommand = 'mockforge serve --spec openapi.yaml --admin --recorder';

/** The ports of a server that was told no others: its mocks, its admin API and its metrics. */
export const defaultPorts = { mocks: 3000, admin: 9080, metrics: 9090 } as const;

/** Where the metrics are on their port. */
export const metricsPath = '/metrics';

/** Where the admin API usually is, as the mocks. */
export function usualAdminUrl(metricsUrl: string): string {
  const { protocol, hostname } = new URL(metricsUrl);
  return `${protocol}//${hostname}:${defaultPorts.admin}`;
}

/** Where the mocks usually are: on the metrics' host, at the port of a server that was told no other. */
export function usualMockUrl(metricsUrl: string): string {
  const { protocol, hostname } = new URL(metricsUrl);
  return `${protocol}//${hostname}:${defaultPorts.mocks}`;
}
