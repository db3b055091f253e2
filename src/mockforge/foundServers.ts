import { normaliseServerUrl } from '../domain/serverUrl';
import type { ConfigResult, ConfiguredServer, ServerAddresses } from './configFile';
import { defaultPorts, metricsPath } from './paths';

/** A configuration file. */
export interface ConfigFile {
  /** Tells it from others. */
  readonly name: string;
  /** Its path as people know it. */
  readonly path: string;
  /** The folders that lead to it, the outermost first. */
  readonly folders: readonly string[];
  readonly result: ConfigResult;
}

/** A server as the settings name it. */
export interface NamedServer {
  readonly name: string;
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** Where its mocks are; empty: where its admin API says. */
  readonly recorderUrl: string;
}

/** A server that one may connect to, or a file that should name one. */
export interface FoundServer {
  readonly origin: 'file' | 'usual' | 'earlier';
  readonly name: string;
  /** What names it, the outermost first; none where no file does. */
  readonly files: readonly ConfigFile[];
  readonly result: ConfigResult;
}

/**
 * What files name, then the server of the default ports, then those that were used before: each address once, as the
 * first of them names it.
 */
export function foundServers(
  files: readonly ConfigFile[],
  earlier: readonly NamedServer[],
): readonly FoundServer[] {
  const found: FoundServer[] = [];
  const add = (server: FoundServer): void => {
    const { result } = server;
    const index = result.ok ? found.findIndex((one) => isSame(one.result, result.server)) : -1;
    const same = found[index];
    if (same) found[index] = { ...same, files: [...same.files, ...server.files] };
    else found.push(server);
  };
  const outermostFirst = [...files].sort(
    (a, b) => a.folders.length - b.folders.length || (a.path < b.path ? -1 : 1),
  );
  for (const file of outermostFirst) {
    add({ origin: 'file', name: nameOf(file, files), files: [file], result: file.result });
  }
  const { host } = new URL(usual.metricsUrl);
  add({ origin: 'usual', name: host, files: [], result: knownAt(usual) });
  for (const server of earlier) {
    add({ origin: 'earlier', name: server.name, files: [], result: knownAt(server) });
  }
  return found;
}

/** Whether a target of the settings is where a server is said to be. */
export function isAt(target: NamedServer, server: ServerAddresses): boolean {
  const tellsMocks = target.recorderUrl !== '' && server.recorderUrl !== '';
  return (
    includes(server.metricsUrls, target.metricsUrl) &&
    includes(server.adminUrls, target.adminUrl) &&
    (!tellsMocks || target.recorderUrl === server.recorderUrl)
  );
}

/** Whether a metrics address is one of a server's. */
export function hasMetricsAt(server: ServerAddresses, metricsUrl: string): boolean {
  return includes(server.metricsUrls, metricsUrl);
}

/** A name that nobody has, like the wanted one. */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let name = wanted, number = 2; ; number++) {
    if (!taken.includes(name)) return name;
    name = `${wanted} ${number}`;
  }
}

/** The server that was told nothing else. */
const usual = {
  metricsUrl: `http://127.0.0.1:${defaultPorts.metrics}${metricsPath}`,
  adminUrl: `http://127.0.0.1:${defaultPorts.admin}`,
  recorderUrl: '',
};

function knownAt({ metricsUrl, adminUrl, recorderUrl }: Omit<NamedServer, 'name'>): ConfigResult {
  return {
    ok: true,
    server: {
      metricsUrls: [metricsUrl],
      adminUrls: [adminUrl],
      recorderUrl,
      hasMetrics: true,
      hasAdmin: true,
      openapiSpec: null,
    },
  };
}

/** A file whose server has no metrics names nobody's. */
function isSame(result: ConfigResult, server: ConfiguredServer): boolean {
  if (!result.ok || !result.server.hasMetrics || !server.hasMetrics) return false;
  return server.metricsUrls.some((url) => includes(result.server.metricsUrls, url));
}

/** With a slash at the end or without. */
function includes(urls: readonly string[], url: string): boolean {
  return urls.some((one) => normaliseServerUrl(one) === normaliseServerUrl(url));
}

/** The name of a file's folder, with as many before it as tell it from the folders of others. */
function nameOf(file: ConfigFile, files: readonly ConfigFile[]): string {
  const whole = file.folders.join('/');
  const others = files.map(({ folders }) => folders).filter((other) => other.join('/') !== whole);
  const last = (folders: readonly string[], count: number): string =>
    folders.slice(-count).join('/');
  let count = 1;
  while (
    count < file.folders.length &&
    others.some((other) => last(other, count) === last(file.folders, count))
  ) {
    count++;
  }
  return last(file.folders, count);
}
