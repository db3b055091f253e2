import type { NoFacts, OneOf } from '../domain/oneOf';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { defaultPorts, metricsPath } from './paths';

/** Under which names MockForge looks for its configuration. */
export const configFileNames = [
  'mockforge.yaml',
  'mockforge.yml',
  '.mockforge.yaml',
  '.mockforge.yml',
] as const;

/** What of a configuration tells where its server listens, and what of. */
export const configKeys = [
  'http.port',
  'http.host',
  'http.openapi_spec',
  'admin.enabled',
  'admin.port',
  'admin.host',
  'admin.mount_path',
  'observability.prometheus.enabled',
  'observability.prometheus.port',
  'observability.prometheus.host',
  'observability.prometheus.path',
] as const;

export type ConfigKey = (typeof configKeys)[number];

/** What stands at a key: nothing, a value, or what is none, such as a list. */
export type ConfigEntry = ConfigValue | 'other' | null;

export interface ConfigValue {
  readonly text: string;
  /** Whether it is quoted, and so a text whatever it says. */
  readonly isQuoted: boolean;
}

/** Where a server is, as far as it is known without asking: of several addresses the likeliest first. */
export interface ServerAddresses {
  readonly metricsUrls: readonly [string, ...string[]];
  readonly adminUrls: readonly [string, ...string[]];
  /** Where its mocks are, if no admin API can tell; else empty. */
  readonly recorderUrl: string;
}

/** A server as its configuration describes it. */
export interface ConfiguredServer extends ServerAddresses {
  readonly hasMetrics: boolean;
  readonly hasAdmin: boolean;
  /** The description of its API, as it is written: a path from the file, or an address. */
  readonly openapiSpec: string | null;
}

/** What a value of a configuration must be. */
export type ConfigType = 'port' | 'host' | 'boolean' | 'text';

/** Why a file tells of no server, and what is known of it. */
export interface ConfigFaults {
  readonly too_large: { readonly megabytes: number };
  readonly unreadable: NoFacts;
  /** It does not parse, or is no mapping. */
  readonly no_settings: NoFacts;
  /** `text` is null where no single value stands there. */
  readonly wrong_value: {
    readonly key: ConfigKey;
    readonly text: string | null;
    readonly type: ConfigType;
  };
}

export type ConfigFault = OneOf<ConfigFaults>;

export type ConfigResult =
  | { readonly ok: true; readonly server: ConfiguredServer }
  | { readonly ok: false; readonly fault: ConfigFault };

/**
 * The server that a configuration describes, with MockForge's own defaults. MockForge 0.3 serves metrics at /metrics and
 * its admin API at a port of its own, whatever `path` and `mount_path` say: what they say comes second.
 */
export function configuredServer(entryAt: (key: ConfigKey) => ConfigEntry): ConfigResult {
  const faults: ConfigFault[] = [];

  function value<Value>(
    key: ConfigKey,
    type: ConfigType,
    fallback: Value,
    parse: (value: ConfigValue) => Value | undefined,
  ): Value {
    const entry = entryAt(key);
    if (entry === null) return fallback;
    const parsed = entry === 'other' ? undefined : parse(entry);
    if (parsed !== undefined) return parsed;
    const text = entry === 'other' ? null : entry.text;
    faults.push({ kind: 'wrong_value', key, text, type });
    return fallback;
  }
  const port = (key: ConfigKey, fallback: number): number => value(key, 'port', fallback, portOf);
  const host = (key: ConfigKey): string => value(key, 'host', loopback, hostOf);
  const boolean = (key: ConfigKey, fallback: boolean): boolean =>
    value(key, 'boolean', fallback, booleanOf);
  const text = (key: ConfigKey): string => value(key, 'text', '', (given) => given.text.trim());

  const mocks = { host: host('http.host'), port: port('http.port', defaultPorts.mocks) };
  const openapiSpec = text('http.openapi_spec');
  const hasAdmin = boolean('admin.enabled', false);
  const admin = { host: host('admin.host'), port: port('admin.port', defaultPorts.admin) };
  const mountPath = text('admin.mount_path');
  const hasMetrics = boolean('observability.prometheus.enabled', true);
  const metrics = {
    host: host('observability.prometheus.host'),
    port: port('observability.prometheus.port', defaultPorts.metrics),
  };
  const path = text('observability.prometheus.path');

  const [fault] = faults;
  if (fault) return { ok: false, fault };
  const metricsUrl = pageUrl(metrics, metricsPath);
  const adminUrl = serverUrl(admin, '');
  return {
    ok: true,
    server: {
      metricsUrls: besides(metricsUrl, path === '' ? metricsUrl : pageUrl(metrics, path)),
      adminUrls: besides(adminUrl, mountPath === '' ? adminUrl : serverUrl(mocks, mountPath)),
      recorderUrl: hasAdmin ? '' : serverUrl(mocks, ''),
      hasMetrics,
      hasAdmin,
      openapiSpec: openapiSpec === '' ? null : openapiSpec,
    },
  };
}

interface Listening {
  readonly host: string;
  readonly port: number;
}

const loopback = '127.0.0.1';

/** Where one asks that listens everywhere, or on this machine. */
const ownHosts: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]', 'localhost']);

/** MockForge takes no quoted number, and for port 0 one that nobody can know. */
function portOf({ text, isQuoted }: ConfigValue): number | undefined {
  const port = /^\d{1,5}$/.test(text) && !isQuoted ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function booleanOf({ text, isQuoted }: ConfigValue): boolean | undefined {
  if (isQuoted || !/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return undefined;
  return text.toLowerCase() === 'true';
}

/** A host as a URL has it. */
function hostOf({ text }: ConfigValue): string | undefined {
  const host = text.trim();
  if (ownHosts.has(host)) return loopback;
  const named = /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(host) ? `[${host}]` : host;
  if (/^\d*$/.test(host) || !/^(?:[\w.-]+|\[[0-9a-f:.]+\])$/i.test(named)) return undefined;
  return normaliseServerUrl(`http://${named}`) === undefined ? undefined : named;
}

function serverUrl({ host, port }: Listening, path: string): string {
  const url = urlOf(host, port, path);
  return normaliseServerUrl(url) ?? url;
}

function pageUrl({ host, port }: Listening, path: string): string {
  const url = urlOf(host, port, path);
  return normaliseMetricsUrl(url) ?? url;
}

/** A path cannot name another host here. */
function urlOf(host: string, port: number, path: string): string {
  const url = new URL(`http://${host}:${port}`);
  url.pathname = path;
  return url.href;
}

function besides(usual: string, said: string): readonly [string, ...string[]] {
  return said === usual ? [usual] : [usual, said];
}
