import { handlerBucket } from '../../src/collector/account/handlerTimes';

/** What requests are counted by. */
export interface LoadKey {
  readonly protocol: string;
  readonly method: string;
  readonly endpoint: string;
  readonly statusCode: number;
  /** Average handler time, milliseconds. */
  readonly latency: number;
  /** Index of the fastest bucket of its handler times. */
  readonly bucket: number;
}

/** A client whose requests are counted by the hour. */
export interface LoadClient {
  readonly clientIp: string;
  readonly family: string;
  readonly version: string;
  readonly topEndpoints: readonly string[];
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const failures = [404, 500, 400, 503, 401, 422, 504, 409, 429, 403] as const;
const userAgents = [
  ['Chrome', '131.0.0.0'],
  ['Firefox', '132.0'],
  ['curl', '8.5.0'],
  ['axios', '1.7.7'],
  ['okhttp', '4.12.0'],
] as const;

/** The full load: 50 endpoints, 5 protocols, 250 rows a minute; a tenth of the keys are those of failed requests. */
export const loadKeys: readonly LoadKey[] = Array.from({ length: 250 }, (_, key) => {
  const endpoint = Math.floor(key / methods.length);
  const method = methods[key % methods.length] ?? 'GET';
  const latency = 8 + ((key * 37) % 240);
  return {
    protocol: protocolOf(endpoint),
    method,
    endpoint: `/api/v1/resource${endpoint}/:id`,
    statusCode: key % 10 === 3 ? (failures[(key / 25) | 0] ?? 500) : successOf(method),
    latency,
    bucket: handlerBucket(latency / 2),
  };
});

/** As many as an hour has rows for. */
export const loadClients: readonly LoadClient[] = Array.from({ length: 200 }, (_, client) => {
  const [family, version] = userAgents[client % userAgents.length] ?? ['curl', '8.5.0'];
  return {
    clientIp: `10.0.${Math.floor(client / 100)}.${client % 100}`,
    family,
    version,
    topEndpoints: [0, 1, 2, 3, 4].map((place) => {
      const key = loadKeys[(client * 7 + place * 50) % loadKeys.length];
      return `${key?.method ?? ''} ${key?.endpoint ?? ''}`;
    }),
  };
});

function protocolOf(endpoint: number): string {
  if (endpoint < 40) return 'http';
  if (endpoint < 44) return 'graphql';
  if (endpoint < 48) return 'grpc';
  return endpoint === 48 ? 'websocket' : 'mqtt';
}

function successOf(method: string): number {
  if (method === 'POST') return 201;
  return method === 'DELETE' ? 204 : 200;
}
