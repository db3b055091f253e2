import * as vscode from 'vscode';
import { isRecord } from '../../domain/isRecord';
import { freeTargetId, targetId } from '../../domain/target';
import { settingKeys } from '../../ids';
import { freeName, type NamedServer } from '../../mockforge/foundServers';
import type { Config } from '../config';
import type { KnownServer } from '../serverMemory';
import { warn } from '../surfaces/notifications';
import type { Target } from '../target';
import { checkTargets } from '../targetSettings';
import type { Targets } from '../targets';
import type { AskPlace } from './settingsPlace';

/** Phases in which a server answers, or did a moment ago. */
const answering: ReadonlySet<string> = new Set(['collecting', 'restarting', 'watching']);

/** The list of targets in the settings, as it is written there: with what cannot be used. */
export class TargetList {
  readonly #config: Config;
  readonly #targets: Targets;

  constructor(config: Config, targets: Targets) {
    this.#config = config;
    this.#targets = targets;
  }

  /**
   * Adds a server, by another name where another one has its name. A server that only the three addresses name goes along
   * into the list if it answers.
   * @returns its target; undefined where it cannot be added, which the user is told, or the user gives up
   */
  async add(server: KnownServer, askPlace: AskPlace): Promise<Target | undefined> {
    const list = [...this.#entries, ...this.#alongside(server)];
    const name = freeName(server.name, list.map(nameOf));
    const others = this.#targets.list.filter(({ settings }) => !isSameServer(settings, server));
    const database = freeTargetId(
      server,
      others.map(({ id }) => id),
    );
    const entry = {
      ...entryOf({ ...server, name }),
      ...(isOther(database, server) && { database }),
    };
    return this.#write([...list, entry], list.length, askPlace);
  }

  /** Gives a target other addresses: it keeps its name and its database. */
  async move(
    target: Target,
    addresses: Omit<NamedServer, 'name'>,
    askPlace: AskPlace,
  ): Promise<Target | undefined> {
    const list = [...this.#entries];
    const found = list.findIndex((entry) => nameOf(entry) === target.name);
    const index = found < 0 ? list.length : found;
    const others = Object.entries(asRecord(list[index])).filter(
      ([key]) => key !== 'recorderUrl' && key !== 'database',
    );
    list[index] = {
      ...Object.fromEntries(others),
      ...entryOf({ name: target.name, ...addresses }),
      ...(isOther(target.id, addresses) && { database: target.id }),
    };
    return this.#write(list, index, askPlace);
  }

  get #entries(): readonly unknown[] {
    const list = vscode.workspace.getConfiguration().get<unknown>(settingKeys.targets);
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
  }

  #alongside(server: KnownServer): readonly object[] {
    if (this.#config.current.targets.length > 0) return [];
    return this.#targets.list
      .filter(({ settings, status }) => {
        return answering.has(status.phase) && !isSameServer(settings, server);
      })
      .map(({ settings }) => entryOf(settings));
  }

  async #write(
    list: readonly unknown[],
    index: number,
    askPlace: AskPlace,
  ): Promise<Target | undefined> {
    const name = nameOf(list[index]);
    const { faults } = checkTargets(list, this.#config.current, vscode.l10n.t);
    const fault = faults.find((one) => one.index === index);
    if (fault) {
      warn(vscode.l10n.t('{0} cannot be connected. {1}', name, fault.what));
      return undefined;
    }
    const place = await askPlace(settingKeys.targets);
    if (place === undefined) return undefined;
    await this.#config.write([[settingKeys.targets, list]], place);
    return this.#targets.list.find((target) => target.name === name);
  }
}

function entryOf({ name, metricsUrl, adminUrl, recorderUrl }: NamedServer): object {
  return { name, metricsUrl, adminUrl, ...(recorderUrl !== '' && { recorderUrl }) };
}

function nameOf(entry: unknown): string {
  const name = asRecord(entry)['name'];
  return typeof name === 'string' ? name.trim() : '';
}

function asRecord(entry: unknown): Readonly<Record<string, unknown>> {
  return isRecord(entry) ? entry : {};
}

function isSameServer(a: NamedServer, b: NamedServer): boolean {
  return a.metricsUrl === b.metricsUrl && a.adminUrl === b.adminUrl;
}

/** Whether a database is not the one that a server has by its addresses. */
function isOther(
  database: string,
  { metricsUrl, adminUrl }: Pick<NamedServer, 'metricsUrl' | 'adminUrl'>,
): boolean {
  return database !== targetId({ metricsUrl, adminUrl });
}
