import * as vscode from 'vscode';
import { probeServer, type ProbedServer } from '../../collector/inspect/probeServer';
import { SerialQueue } from '../../collector/serialQueue';
import type { Access } from '../../collector/sources/access';
import { systemClock } from '../../collector/systemClock';
import { within } from '../../collector/within';
import { isLoopback } from '../../domain/serverUrl';
import { targetId } from '../../domain/target';
import type { ConfiguredServer } from '../../mockforge/configFile';
import type { ConfigFile, FoundServer, NamedServer } from '../../mockforge/foundServers';
import { foundServers, hasMetricsAt, isAt } from '../../mockforge/foundServers';
import type { ConnectParts } from '../connectParts';
import { DisposableStore } from '../disposableStore';
import type { KnownServer } from '../serverMemory';
import { pickWhileFound, type LiveRow } from '../surfaces/liveList';
import { flash, inform } from '../surfaces/notifications';
import type { Target } from '../target';
import { teamTarget } from '../teamTarget';
import { ConfigFiles, configFilePattern } from './configFiles';
import { enterAddress } from './enterAddress';
import { foundRow, type FoundState } from './foundRow';
import { movedText } from './movedText';
import { Probes } from './probes';
import { placeOfFound } from './settingsPlace';
import { specificationOf } from './specification';
import { TargetList } from './targetList';

/**
 * How long the list waits for files, ms: the editor takes a click for one on the row that is there when the click
 * arrives, so rows that come later must not move others.
 */
const filesMs = 2000;

/** How long a server is waited for, ms: nobody looks at a list for longer before picking. */
const answerMs = 2000;

/** How long after a file was changed it is read, ms: it may be written in pieces. */
const pauseMs = 300;

interface ConnectRow extends LiveRow {
  /** What picking it does. */
  readonly run: () => unknown;
}

/** Finds servers, connects to them, and tells of files that no longer say where a connected one is. */
export class Connector implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: ConnectParts;
  readonly #files: ConfigFiles;
  readonly #list: TargetList;
  readonly #access: Access;
  /** By the URIs of files that were changed. */
  readonly #pauses = new Map<string, () => void>();
  /** What is read later is newer. */
  readonly #looks = new SerialQueue();

  constructor(parts: ConnectParts) {
    this.#parts = parts;
    const { distUri, config, targets, http } = parts;
    this.#access = { http, clock: systemClock, timeoutMs: answerMs };
    this.#files = new ConfigFiles(vscode.Uri.joinPath(distUri, 'definitionWorker.js').fsPath);
    this.#list = new TargetList(config, targets);
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(configFilePattern));
    const changed = (uri: vscode.Uri): void => {
      this.#lookLater(uri.toString());
    };
    this.#owned.add(watcher.onDidChange(changed));
    this.#owned.add(watcher.onDidCreate(changed));
  }

  /** Lists servers, each with its state, and connects to the one that is picked. */
  async connect(): Promise<void> {
    const { t } = vscode.l10n;
    const question = { title: t('Connect to Server'), placeHolder: t('Choose a server') };
    const row = await pickWhileFound<ConnectRow>(question, async (show) => {
      const files: ConfigFile[] = [];
      const earlier = await this.#earlier();
      const update = (): void => {
        const found = foundServers(files, earlier);
        show([...found.map((server) => this.#rowOf(server, probes)), this.#entryRow]);
      };
      const probes = new Probes(this.#access, update);
      const reading = this.#readInto(files);
      await within(systemClock, filesMs, reading);
      update();
      await reading;
      update();
      await probes.settled();
    });
    await row?.run();
  }

  /** Looks whether files say something else than when their servers were connected to. */
  async lookAtAll(): Promise<void> {
    const files = new Set([...this.#parts.memory.files.values()].map(({ file }) => file));
    for (const file of files) await this.#looks.run(() => this.#look(file));
  }

  dispose(): void {
    for (const cancel of this.#pauses.values()) cancel();
    this.#owned.dispose();
  }

  /** Adds the files of the workspace, each as soon as it is read. */
  async #readInto(files: ConfigFile[]): Promise<void> {
    const uris = await this.#files.find();
    await Promise.all(
      uris.map(async (uri) => {
        files.push(await this.#files.read(uri));
      }),
    );
  }

  #rowOf(found: FoundServer, probes: Probes): ConnectRow {
    const { result, files } = found;
    const [file] = files;
    if (!result.ok) {
      const run = (): unknown =>
        file && vscode.window.showTextDocument(vscode.Uri.parse(file.name));
      return { ...foundRow(found, noState, vscode.l10n.t), run };
    }
    const { server } = result;
    const notAsked = notAskedOf(found, server);
    const asked = notAsked === null ? probes.ask(server) : undefined;
    const state = {
      ...{ notAsked, answer: probes.answerOf(server) },
      target: this.#targetAt(found, server)?.name ?? null,
      movedTarget: this.#targetOf(file)?.name ?? null,
    };
    const run = async (): Promise<unknown> => {
      if (notAsked === 'untrusted') {
        return vscode.commands.executeCommand('workbench.trust.manage');
      }
      return this.#connectTo(found, server, await asked);
    };
    return { ...foundRow(found, state, vscode.l10n.t), run };
  }

  get #entryRow(): ConnectRow {
    const { t } = vscode.l10n;
    return {
      ...{ key: '', group: t('Another server'), icon: 'edit', label: t('Enter an Address...') },
      run: () => enterAddress(this.#parts, this.#list),
    };
  }

  async #connectTo(
    found: FoundServer,
    server: ConfiguredServer,
    answer: ProbedServer | undefined,
  ): Promise<void> {
    const { targets } = this.#parts;
    const [file] = found.files;
    const moved = this.#targetOf(file);
    const addresses = addressesOf(server, answer);
    const target =
      this.#targetAt(found, server) ??
      (moved
        ? await this.#list.move(moved, addresses, placeOfFound)
        : await this.#list.add(this.#known({ name: found.name, ...addresses }), placeOfFound));
    if (!target) return;
    if (file) await this.#remember(target, file, server);
    await targets.makeCurrent(target);
    flash(vscode.l10n.t('Connected to {0}', target.name));
  }

  /** What of a server is known that was there before: its database may have another name than its addresses say. */
  #known(server: KnownServer): KnownServer {
    const known = this.#parts.memory.known.find(
      ({ metricsUrl, adminUrl }) =>
        metricsUrl === server.metricsUrl && adminUrl === server.adminUrl,
    );
    return known?.database === undefined ? server : { ...server, database: known.database };
  }

  /** Keeps which file names a target, and takes its API's description from there. */
  async #remember(target: Target, file: ConfigFile, server: ConfiguredServer): Promise<void> {
    const { memory, apiDocuments } = this.#parts;
    await memory.setFile(target.id, { file: file.name, said: saidBy(server) });
    const uri = vscode.Uri.parse(file.name);
    const specification = await specificationOf(uri, server);
    if (specification) await (await apiDocuments.load()).suggest(target, [specification, uri]);
  }

  /** The target that is at a server's address. A file gives its name to what only the three addresses name. */
  #targetAt({ origin }: FoundServer, server: ConfiguredServer): Target | undefined {
    const { targets, config } = this.#parts;
    if (origin === 'file' && config.current.targets.length === 0) return undefined;
    return targets.list.find(({ settings }) => hasMetricsAt(server, settings.metricsUrl));
  }

  /** The target that was connected to by a file. */
  #targetOf(file: ConfigFile | undefined): Target | undefined {
    const { targets, memory } = this.#parts;
    const { files } = memory;
    return targets.list.find(({ id }) => file && files.get(id)?.file === file.name);
  }

  /** Servers of earlier settings whose traffic is kept: in a team's store as far as that was read, else in files. */
  async #earlier(): Promise<readonly KnownServer[]> {
    const { memory, targets, storage, team, config } = this.#parts;
    const gone = memory.known.filter((server) => !targets.find(targetId(server)));
    if (team.address !== '') {
      const held = new Set(team.list.map(({ id }) => id));
      return gone.filter((server) => held.has(teamTarget(server)));
    }
    const areStored = await Promise.all(
      gone.map((server) => storage.location(server, config.current).exists()),
    );
    return gone.filter((_, index) => areStored[index]);
  }

  #lookLater(file: string): void {
    this.#pauses.get(file)?.();
    const cancel = systemClock.schedule(systemClock.now() + pauseMs, () => {
      this.#pauses.delete(file);
      this.#looks
        .run(() => this.#look(file))
        .catch((error: unknown) => {
          this.#parts.log.error(error);
        });
    });
    this.#pauses.set(file, cancel);
  }

  /** Tells once where the target of a file is elsewhere than the file says now. */
  async #look(name: string): Promise<void> {
    const { memory, targets } = this.#parts;
    const target = targets.list.find(({ id }) => memory.files.get(id)?.file === name);
    if (!target || !vscode.workspace.isTrusted) return;
    const file = await this.#files.read(vscode.Uri.parse(name));
    if (!file.result.ok) return;
    const { server } = file.result;
    const said = saidBy(server);
    if (said === memory.files.get(target.id)?.said) return;
    await memory.setFile(target.id, { file: name, said });
    if (isAt(target.settings, server)) return;
    const { t } = vscode.l10n;
    inform(
      movedText(file.path, target.settings, server, t),
      { title: t('Update'), run: () => this.#move(target, server) },
      { title: t('Keep'), run: () => undefined },
    );
  }

  async #move(target: Target, server: ConfiguredServer): Promise<void> {
    const answer = await probeServer(this.#access, server);
    await this.#list.move(target, addressesOf(server, answer), placeOfFound);
  }
}

const noState: FoundState = {
  notAsked: null,
  answer: undefined,
  target: null,
  movedTarget: null,
};

/** Only what is on this machine is asked, and what a file of a trusted workspace names. */
function notAskedOf({ origin }: FoundServer, server: ConfiguredServer): FoundState['notAsked'] {
  if (origin === 'file' && !vscode.workspace.isTrusted) return 'untrusted';
  if (!server.hasMetrics) return 'no_metrics';
  const isNear = [...server.metricsUrls, ...server.adminUrls].every(isLoopback);
  return origin === 'file' || isNear ? null : 'elsewhere';
}

/** Where a server answered, or is likeliest to be. */
function addressesOf(
  { metricsUrls, adminUrls, recorderUrl }: ConfiguredServer,
  answer: ProbedServer | undefined,
): Omit<NamedServer, 'name'> {
  const { metricsUrl, adminUrl } = answer ?? { metricsUrl: metricsUrls[0], adminUrl: adminUrls[0] };
  return { metricsUrl, adminUrl, recorderUrl };
}

function saidBy({ metricsUrls, adminUrls, recorderUrl }: ConfiguredServer): string {
  return JSON.stringify([metricsUrls, adminUrls, recorderUrl]);
}
