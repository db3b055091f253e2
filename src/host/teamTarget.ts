import { hostname } from 'node:os';
import { isLoopback } from '../domain/serverUrl';

/** A server as the settings have it. */
export interface NamedUrls {
  readonly name: string;
  readonly metricsUrl: string;
}

/**
 * The id of a server in a team's store: its name. A server of this machine that has no name but its address is told from
 * those of other machines by the name of this one (docs/team.md#in-the-editor).
 */
export function teamTarget({ name, metricsUrl }: NamedUrls, machine = hostname()): string {
  const { host, port } = new URL(metricsUrl);
  if (name !== host || !isLoopback(metricsUrl)) return name;
  return port === '' ? machine : `${machine}:${port}`;
}
