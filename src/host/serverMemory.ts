import type * as vscode from 'vscode';
import { targetId, type TargetUrls } from '../domain/target';
import type { NamedServer } from '../mockforge/foundServers';

const knownKey = 'servers.known';
const filesKey = 'servers.files';

/** Servers that are remembered at most: those that were there last. */
const mostKnown = 50;

/** A server that the settings named once. */
export interface KnownServer extends NamedServer, TargetUrls {}

/** The file that names a target. */
export interface NamingFile {
  /** Its URI. */
  readonly file: string;
  /** What it said when its addresses were last taken over, or others were told of. */
  readonly said: string;
}

/** What the window remembers of servers, over its reloads. */
export class ServerMemory {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Those that the settings name or named, the newest first. */
  get known(): readonly KnownServer[] {
    return this.#memory.get<readonly KnownServer[]>(knownKey, []);
  }

  /** Remembers the servers that the settings name now. */
  async remember(servers: readonly KnownServer[]): Promise<void> {
    const now = servers.map(({ name, metricsUrl, adminUrl, recorderUrl, database }) => ({
      ...{ name, metricsUrl, adminUrl, recorderUrl },
      ...(database !== undefined && { database }),
    }));
    const ids = new Set(now.map(targetId));
    const { known } = this;
    const all = [...now, ...known.filter((one) => !ids.has(targetId(one)))].slice(0, mostKnown);
    if (JSON.stringify(all) !== JSON.stringify(known)) await this.#memory.update(knownKey, all);
  }

  /** By the ids of the targets that they name. */
  get files(): ReadonlyMap<string, NamingFile> {
    return new Map(this.#memory.get<readonly (readonly [string, NamingFile])[]>(filesKey, []));
  }

  async setFile(targetId: string, file: NamingFile): Promise<void> {
    const files = new Map(this.files).set(targetId, file);
    await this.#memory.update(filesKey, [...files]);
  }
}
