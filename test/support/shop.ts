import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { normalizePath, templateName } from '../../src/domain/endpointName';
import { readRecording } from '../../src/replay/recording';
import type { Recording } from '../../src/replay/recording';
import { repositoryRoot } from './repository';
import type { Totals } from './books';

/** One request by a client's own account (recordings README). */
export interface ClientRequest {
  readonly t0: number;
  readonly t1: number;
  readonly method: string;
  readonly route: string | null;
  readonly path: string;
  readonly status: number;
  /** The user agent; empty where the client sent none. */
  readonly ua: string;
}

/** The recording `shop`, by its path, for who reads it as a user would. */
export const shopFile = fixture('shop.jsonl.br');

/** Writes the first four of the twenty minutes of `shop`, for who needs traffic and not all of it. */
export function writeShopBeginning(file: string): void {
  const lines = brotliDecompressSync(readFileSync(shopFile)).toString().trimEnd().split('\n');
  const at = (line = ''): number => (JSON.parse(line) as { readonly t: number }).t;
  const end = at(lines[0]) + 4 * 60_000;
  writeFileSync(file, lines.filter((line) => at(line) < end).join('\n'));
}

export function shopRecording(): Promise<Recording> {
  return readRecording(shopFile);
}

/** What the clients of `shop` say they did; WebSocket sessions are no requests. */
export function shopClients(): ClientRequest[] {
  const text = brotliDecompressSync(readFileSync(fixture('shop.truth.jsonl.br'))).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ClientRequest & { readonly ws?: boolean })
    .filter(({ ws }) => ws !== true);
}

/** How the product must name a client's request: `protocol method status`. */
export function requestName({ method, path, status }: ClientRequest): string {
  // An injected fault answers before GraphQL is reached.
  const isGraphql = path === '/graphql' && status === 200;
  return isGraphql ? 'graphql query 200' : `http ${method} ${status}`;
}

/** The endpoint that a client's request went to, as the product spells it. */
export function endpointName({ route, path }: ClientRequest): string {
  return route === null ? normalizePath(path) : templateName(route);
}

/** The clients' errors that the server injected: the plain server never answers with 5xx. */
export function isInjected({ status }: ClientRequest): boolean {
  return status >= 500;
}

export function tally(names: readonly string[]): Totals {
  const totals: Totals = {};
  for (const name of [...names].sort()) totals[name] = (totals[name] ?? 0) + 1;
  return totals;
}

function fixture(name: string): string {
  return join(repositoryRoot(), 'test', 'fixtures', name);
}
