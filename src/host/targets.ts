import * as vscode from 'vscode';
import { phaseOf, placeFrom } from '../collector/schedule';
import { targetId } from '../domain/target';
import { DisposableStore } from './disposableStore';
import { Target, type TargetParts } from './target';
import { targetsOf, type TargetSettings } from './targetSettings';

const memoryKey = 'targets.current';

/** The servers that are collected from, all at once. One of them is current: what is shown where none is named. */
export class Targets implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #listChanged = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #currentChanged = this.#owned.add(new vscode.EventEmitter<Target>());
  readonly #parts: TargetParts;
  readonly #memory: vscode.Memento;
  /** Targets that are being closed, by their id: one that comes back waits for its database. */
  readonly #leaving = new Map<string, Promise<void>>();
  #list: readonly Target[];
  #current: Target;

  /** Targets came, went, changed places or have another name. */
  readonly onDidChange = this.#listChanged.event;
  readonly onDidChangeCurrent = this.#currentChanged.event;

  /** @param memory keeps which one is current over reloads of the window */
  constructor(parts: TargetParts, memory: vscode.Memento) {
    this.#parts = parts;
    this.#memory = memory;
    this.#list = targetsOf(parts.config.current).map((settings) => this.#make(settings));
    this.#current = this.#chosen;
    this.#owned.add(
      parts.config.onDidChange(() => {
        this.#follow();
      }),
    );
    this.#owned.add(
      parts.passwords.onDidChange(() => {
        this.#follow();
      }),
    );
  }

  /** In the order of the settings; never empty. */
  get list(): readonly Target[] {
    return this.#list;
  }

  get current(): Target {
    return this.#current;
  }

  /** Whether there is something to choose from. */
  get areSeveral(): boolean {
    return this.#list.length > 1;
  }

  /** What a target is called where it has to be told from others; null where it is the only one. */
  nameAmong(target: Target): string | null {
    return this.areSeveral ? target.name : null;
  }

  /** The target of that id or name. */
  find(idOrName: string): Target | undefined {
    return (
      this.#list.find(({ id }) => id === idOrName) ??
      this.#list.find(({ name }) => name === idOrName)
    );
  }

  /** Shows another one where none is named, from now on and after a reload. */
  async makeCurrent(target: Target): Promise<void> {
    if (target !== this.#current) {
      this.#current = target;
      this.#currentChanged.fire(target);
    }
    await this.#memory.update(memoryKey, target.id);
  }

  /** Begins to collect from all. */
  begin(): void {
    for (const target of this.#list) void target.begin();
  }

  /** Ends collecting everywhere, and closes the databases. */
  async close(): Promise<void> {
    await Promise.all([...this.#list.map((target) => target.close()), ...this.#leaving.values()]);
  }

  dispose(): void {
    for (const target of this.#list) target.dispose();
    this.#owned.dispose();
  }

  /** Only what differs in the settings begins anew. */
  #follow(): void {
    const { config } = this.#parts;
    const before = this.#list;
    const known = new Map(before.map((target) => [target.id, target]));
    const begun: Target[] = [];
    this.#list = targetsOf(config.current).map((settings) => {
      const same = known.get(targetId(settings));
      if (same) {
        same.change(settings);
        return same;
      }
      const target = this.#make(settings);
      begun.push(target);
      return target;
    });
    for (const target of before) if (!this.#list.includes(target)) this.#leave(target);
    const isReplaced = before.length === 1 && this.#list.length === 1;
    for (const target of begun) {
      // Who paused the only server and connects to another one did not mean to start.
      if (isReplaced && before[0]?.isPaused) void target.pause();
      void target.begin(this.#leaving.get(target.id));
    }
    const current = this.#list.includes(this.#current) ? this.#current : this.#chosen;
    const isOther = current !== this.#current;
    this.#current = current;
    this.#listChanged.fire();
    if (isOther) this.#currentChanged.fire(current);
  }

  #make(settings: TargetSettings): Target {
    const placeOf = (one: Target): number => Math.max(0, this.#list.indexOf(one));
    const target: Target = new Target(settings, this.#parts, {
      // The current one first, whose numbers are shown.
      firstMs: (intervalMs) => {
        const count = this.#list.length;
        return phaseOf(
          placeFrom(placeOf(this.#current), placeOf(target), count),
          count,
          intervalMs,
        );
      },
      phaseMs: (intervalMs) => phaseOf(placeOf(target), this.#list.length, intervalMs),
    });
    return target;
  }

  #leave(target: Target): void {
    const left = target.close().finally(() => {
      if (this.#leaving.get(target.id) === left) this.#leaving.delete(target.id);
      target.dispose();
    });
    this.#leaving.set(target.id, left);
  }

  /** What was chosen last, as long as it is there; else the first. */
  get #chosen(): Target {
    const id = this.#memory.get<string>(memoryKey);
    const [first] = this.#list;
    const chosen = this.#list.find((target) => target.id === id) ?? first;
    if (!chosen) throw new Error('The settings name no target.');
    return chosen;
  }
}
