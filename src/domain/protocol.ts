/** The protocols a MockForge server speaks, spelled as its metrics spell them and as the tables store them. */
export const protocols = [
  'http',
  'graphql',
  'grpc',
  'websocket',
  'mqtt',
  'smtp',
  'kafka',
  'amqp',
] as const;

export type Protocol = (typeof protocols)[number];

/** The protocols whose traffic is called "requests" on every surface, unless one is chosen. */
export const requestProtocols: readonly Protocol[] = ['http', 'graphql', 'grpc'];

const titles: Readonly<Record<Protocol, string>> = {
  http: 'HTTP',
  graphql: 'GraphQL',
  grpc: 'gRPC',
  websocket: 'WebSocket',
  mqtt: 'MQTT',
  smtp: 'SMTP',
  kafka: 'Kafka',
  amqp: 'AMQP',
};

export function isProtocol(text: string): text is Protocol {
  return Object.hasOwn(titles, text);
}

/** The usual spelling of a protocol, for showing it; an unknown one is shown as it is stored. */
export function protocolTitle(protocol: string): string {
  return isProtocol(protocol) ? titles[protocol] : protocol;
}

/**
 * Whether a request that ended so counts as an error: a status of 400 or more; for GraphQL anything but
 * 200; for gRPC any code but 0, which is OK (docs/collection.md#protocols-and-errors).
 */
export function isErrorStatus(protocol: Protocol, status: number | null): boolean {
  if (status === null) return false;
  if (protocol === 'graphql') return status !== 200;
  if (protocol === 'grpc') return status !== 0;
  return status >= 400;
}
