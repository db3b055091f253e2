import * as vscode from 'vscode';
import { toSeconds } from '../domain/time';
import type { ImportedFile } from '../protocol/importedFile';
import type { StoredTarget } from '../store/postgres/storedTargets';
import type { QueryClient } from '../store/reader/queryClient';
import type { Config } from './config';
import { DisposableStore } from './disposableStore';
import type { Storage } from './storage';
import type { Log } from './surfaces/log';
import type { TeamPasswords } from './teamPasswords';
import type { TeamPlace } from './teamPlace';

/** How old the list may be before it is read again, ms: the newest minute of a target is a minute old. */
const freshMs = 60_000;

/** After how many ms it is tried again where that failed. */
const againMs = 5000;

interface TeamTargetsParts {
  readonly config: Config;
  readonly storage: Storage;
  readonly passwords: TeamPasswords;
  readonly log: Log;
}

/** What the team's store holds in its workspace, whoever collects it. It is read only while somebody asks. */
export class TeamTargets implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #parts: TeamTargetsParts;
  readonly #open = new Map<string, Promise<QueryClient>>();
  #list: readonly StoredTarget[] = [];
  #address: string;
  #askedAt = 0;

  /** The list is another, or the store is. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: TeamTargetsParts) {
    this.#parts = parts;
    this.#address = this.address;
    this.#owned.add(
      parts.config.onDidChange(() => {
        if (this.#address !== this.address) this.#begin();
      }),
    );
    this.#owned.add(
      parts.passwords.onDidChange(() => {
        this.#begin();
      }),
    );
  }

  /** Of the store, as the settings have it; empty: there is none. */
  get address(): string {
    return this.#parts.config.current.teamStore;
  }

  /** As it was last read. */
  get list(): readonly StoredTarget[] {
    return this.#list;
  }

  /** Reads the list again where it is old. Whoever listens is told if it differs. Never rejects. */
  async renew(): Promise<void> {
    const { address } = this;
    if (address === '' || Date.now() - this.#askedAt < freshMs) return;
    this.#askedAt = Date.now();
    try {
      const list = await (await this.#opened(null)).targets();
      if (address !== this.address || JSON.stringify(list) === JSON.stringify(this.#list)) return;
      this.#list = list;
      this.#changed.fire();
    } catch {
      // What was read last stays; collecting says why the store is out of reach.
      this.#askedAt = Date.now() - freshMs + againMs;
    }
  }

  /** What a dashboard shows of a target; null: of all together. Rejects with a StoreError. */
  async shown(target: string | null): Promise<ImportedFile> {
    const client = await this.#opened(target);
    const { from } = await client.describe();
    const path = this.#place(target).name;
    return { path, name: teamTargetName(target), isTeam: true, from, to: toSeconds(Date.now()) };
  }

  /** As shown, of the address of a target as `shown` gave it; undefined where it is not of this store. */
  async shownAt(path: string): Promise<ImportedFile | undefined> {
    if (this.address === '') return undefined;
    await this.renew();
    const targets = [null, ...this.#list.map(({ id }) => id)];
    const target = targets.find((one) => this.#place(one).name === path);
    return target === undefined ? undefined : this.shown(target);
  }

  /** The reads of what is shown. Rejects with a StoreError. */
  async reads({ path }: ImportedFile): Promise<Pick<QueryClient, 'reads' | 'until'>> {
    const open = this.#open.get(path);
    if (!open) throw new Error(vscode.l10n.t('{0} is not connected any more.', path));
    return open;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map(async (opening) => (await opening).close()));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #begin(): void {
    this.#address = this.address;
    this.#list = [];
    this.#askedAt = 0;
    this.close().catch((error: unknown) => {
      this.#parts.log.error(error);
    });
    this.#changed.fire();
  }

  #place(target: string | null): TeamPlace {
    return this.#parts.storage.teamPlace(this.address, target);
  }

  #opened(target: string | null): Promise<QueryClient> {
    const place = this.#place(target);
    const opened = this.#open.get(place.name) ?? place.reader();
    this.#open.set(place.name, opened);
    // One that could not be opened may be later.
    opened.catch(() => this.#open.delete(place.name));
    return opened;
  }
}

/** How a target of a team's store is called; null: all together. */
export function teamTargetName(target: string | null): string {
  if (target === null) return vscode.l10n.t('All targets');
  return target === '' ? vscode.l10n.t('the target without a name') : target;
}
