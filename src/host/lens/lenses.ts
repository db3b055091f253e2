import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import type { StoredEndpoint } from '../../definition/matchOperations';
import { steppedSpan } from '../../domain/range';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { EndpointPage } from '../../protocol/dashboardData';
import type { EndpointName } from '../../protocol/readModels';
import { commandIds, settingKeys } from '../../ids';
import type { ApiDocuments } from '../apiDocuments';
import type { BrokenBudgets } from '../brokenBudgets';
import { publishOperations } from '../contextKeys';
import { DisposableStore } from '../disposableStore';
import { BoundCommands } from '../surfaces/boundCommands';
import { lensCommand } from '../surfaces/codeLens';
import type { Log } from '../surfaces/log';
import { markdownOf } from '../surfaces/markdown';
import { sparklineSvg } from '../surfaces/sparkline';
import { sparklineTheme } from '../surfaces/sparklineTheme';
import type { Target } from '../target';
import type { Targets } from '../targets';
import { definitionFiles, definitionLanguages, isCandidate } from './candidate';
import { DefinitionThread } from './definitionThread';
import { EndpointNumbers } from './endpointNumbers';
import { FollowedDefinitions } from './followedDefinitions';
import { lensPlaces, placeAround, type LensPlace, type OperationPlace } from './lensPlaces';
import { findingText, lensTitle } from './lensText';
import { lineChange, liveDocument } from './liveDocument';
import { operationTooltip, toldErrors } from './operationHover';
import { OperationMatches } from './operationMatches';
import { referenceReader } from './referenceReader';

/** Charts alone are read. */
const noRows: EndpointPage = {
  ...{ search: '', column: 'requests', descending: true, offset: 0, limit: 0 },
};

/** A lens whose title is made when it comes into view. */
class OperationLens extends vscode.CodeLens {
  readonly place: OperationPlace;

  constructor(range: vscode.Range, place: OperationPlace) {
    super(range);
    this.place = place;
  }
}

/** What lenses are shown of. */
export interface LensSources {
  readonly targets: Targets;
  readonly apiDocuments: ApiDocuments;
  readonly broken: BrokenBudgets;
  /** dist/definitionWorker.js */
  readonly workerPath: string;
  readonly log: Log;
}

/** An operation of a document, and where its numbers are. */
export interface RevealedOperation {
  readonly target: Target;
  readonly endpoint: EndpointName;
}

const selector = definitionLanguages.map((language) => ({ language }));

/** Numbers above the operations and routes that a document defines, and in hovers over them. */
export class Lenses implements vscode.Disposable, vscode.CodeLensProvider, vscode.HoverProvider {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #commands = this.#owned.add(new BoundCommands('lens'));
  readonly #sources: LensSources;
  readonly #thread: DefinitionThread;
  readonly #followed: FollowedDefinitions;
  readonly #matches: OperationMatches;
  readonly #numbers = new Map<Target, EndpointNumbers>();
  /** Whose API a document defines, until something of the targets changes. */
  readonly #owners = new Map<string, Promise<Target>>();
  /** What listens to the targets. */
  #following = new DisposableStore();
  #documents: readonly vscode.TextDocument[] = [];
  /** Whether menus were told that the active editor shows numbers. */
  #published = false;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(sources: LensSources) {
    this.#sources = sources;
    this.#thread = new DefinitionThread({
      ...{ path: sources.workerPath, readReferenced: referenceReader, clock: systemClock },
    });
    this.#matches = new OperationMatches(this.#thread);
    this.#followed = new FollowedDefinitions({
      reader: this.#thread,
      clock: systemClock,
      onChange: () => {
        this.#refresh();
      },
      onError: (error) => {
        sources.log.error(error);
      },
    });
    const { targets } = sources;
    const files = this.#owned.add(vscode.workspace.createFileSystemWatcher(definitionFiles));
    const readReferring = (uri: vscode.Uri): void => {
      if (this.#isReferenced(uri.toString())) this.#followed.readAgain();
    };
    for (const listening of [
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.languages.registerHoverProvider(selector, this),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#followShown();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#publish();
      }),
      vscode.workspace.onDidCloseTextDocument((closed) => {
        this.#follow(this.#documents.filter((document) => document !== closed));
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.#followed.changed(document.uri.toString(), contentChanges.map(lineChange));
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        readReferring(uri);
      }),
      files.onDidChange(readReferring),
      files.onDidCreate(readReferring),
      files.onDidDelete(readReferring),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingKeys.lensEnabled)) this.#refresh();
      }),
      targets.onDidChangeCurrent(() => {
        this.#refresh();
      }),
      sources.broken.onDidChange(() => {
        this.#changed.fire();
      }),
      targets.onDidChange(() => {
        this.#followTargets();
      }),
    ]) {
      this.#owned.add(listening);
    }
    this.#followTargets();
    this.#followShown();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const places = await this.#placesWithData(document);
    return places.map((place) => {
      const range = new vscode.Range(place.line, 0, place.line, 0);
      return place.kind === 'operation'
        ? new OperationLens(range, place)
        : new vscode.CodeLens(range, lensCommand(findingText(place.finding, vscode.l10n.t)));
    });
  }

  async resolveCodeLens(lens: vscode.CodeLens): Promise<vscode.CodeLens> {
    if (!(lens instanceof OperationLens)) return lens;
    const { operation, label } = lens.place;
    const { target, endpoint } = await this.#operationOf(lens.place);
    const traffic = (await this.#numbersOf(target).current())?.of(endpoint);
    const title = [
      label === null ? null : operation[label],
      lensTitle(operation, traffic, vscode.env.language, vscode.l10n.t),
      this.#brokenBudget(target, endpoint),
      this.#nameOf(target),
    ];
    lens.command = this.#commands.bound(
      lensCommand(title.filter((part) => part !== null).join(' · '), {
        command: commandIds.openDashboard,
        arguments: [{ range: '24h', endpoint: httpEndpoint(endpoint), target: target.id }],
      }),
    );
    return lens;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const place = (await this.#placesWithData(document))
      .filter((one) => one.kind === 'operation')
      .find((one) => rangeOf(document, one).contains(position));
    if (!place) return undefined;
    const { operation } = place;
    const { target, endpoint: name } = await this.#operationOf(place);
    const endpoint = httpEndpoint(name);
    const store = await target.store();
    const { excludedEndpoints } = target;
    const filter = { conditions: [], workspaceId: null, environment: null, endpoint };
    const now = endOfSecond(Date.now());
    const span = { ...steppedSpan(now - daySeconds, now, 24), excludedEndpoints, filter };
    const [traffic, charts, errors] = await Promise.all([
      this.#numbersOf(target).current(),
      store?.reader.charts({ ...span, compareFrom: null, routes: null, endpointPage: noRows }),
      store?.reader.errorGroups(span, toldErrors),
    ]);
    const known = traffic?.of(name);
    const findings = this.#followed.definitions.get(place.document)?.findings ?? [];
    const tooltip = operationTooltip(
      {
        ...{ operation, endpoint, traffic: known === 'earlier' ? undefined : known },
        target: { id: target.id, name: this.#nameOf(target) },
        svg: sparklineSvg(charts?.charts.points ?? [], sparklineTheme()),
        errors: errors ?? [],
        findings: findings
          .filter((one) => one.kind === 'defined_twice')
          .filter(({ method, path }) => method === operation.method && path === operation.path)
          .map((finding) => findingText(finding, vscode.l10n.t)),
      },
      vscode.env.language,
      vscode.l10n.t,
    );
    return new vscode.Hover(markdownOf(tooltip), rangeOf(document, place));
  }

  /** The operation in which a place of a document is; undefined where it is in none, or nothing is shown there. */
  async operationAt(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<RevealedOperation | undefined> {
    const place = placeAround(await this.#placesWithData(document), position, (line) => {
      const { isEmptyOrWhitespace, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
      return isEmptyOrWhitespace ? Infinity : firstNonWhitespaceCharacterIndex;
    });
    if (!place) return undefined;
    const { target, endpoint } = await this.#operationOf(place);
    return { target, endpoint: httpEndpoint(endpoint) };
  }

  dispose(): void {
    this.#follow([]);
    this.#following.dispose();
    this.#owned.dispose();
  }

  /** Documents stay followed, once they are shown, until they are closed. */
  #followShown(): void {
    const shown = vscode.window.visibleTextEditors.map(({ document }) => document);
    const news = shown.filter(
      (document) => !this.#documents.includes(document) && isCandidate(document),
    );
    if (news.length > 0) this.#follow([...this.#documents, ...new Set(news)]);
  }

  #follow(documents: readonly vscode.TextDocument[]): void {
    this.#documents = documents;
    this.#followed.follow(documents.map(liveDocument));
    this.#matches.keepOnly(documents.map(({ uri }) => uri.toString()));
  }

  #followTargets(): void {
    this.#following.dispose();
    this.#following = new DisposableStore();
    const { list } = this.#sources.targets;
    for (const target of this.#numbers.keys()) {
      if (!list.includes(target)) this.#numbers.delete(target);
    }
    for (const target of list) {
      this.#following.add(
        target.onDidCommit((changes) => {
          if (this.#numbersOf(target).committed(changes)) this.#refresh();
        }),
      );
    }
    this.#refresh();
  }

  #refresh(): void {
    this.#owners.clear();
    this.#changed.fire();
    this.#publish();
  }

  /** Tells menus whether the active editor shows numbers. */
  #publish(): void {
    const document = vscode.window.activeTextEditor?.document;
    const places = document ? this.#placesWithData(document) : Promise.resolve([]);
    places
      .then((found) => {
        if (vscode.window.activeTextEditor?.document !== document) return;
        const shown = found.some(({ kind }) => kind === 'operation');
        if (shown !== this.#published) publishOperations(shown);
        this.#published = shown;
      })
      .catch((error: unknown) => {
        this.#sources.log.error(error);
      });
  }

  /** Also where a file is missing that they refer to: it may be there by now. */
  #isReferenced(name: string): boolean {
    return [...this.#followed.definitions.values()].some(
      ({ references, findings }) =>
        references.includes(name) || findings.some(({ kind }) => kind === 'unknown_reference'),
    );
  }

  /** What is shown in a document: nothing where it is switched off, or nothing is stored of whose API it defines. */
  async #placesWithData(document: vscode.TextDocument): Promise<readonly LensPlace[]> {
    if (!isEnabled(document) || !this.#sources.targets.list.some(({ hasData }) => hasData))
      return [];
    const name = document.uri.toString();
    if (!this.#followed.definitions.has(name)) await this.#followed.settled(name);
    const places = lensPlaces(name, this.#followed.definitions);
    const withData = new Set<string>();
    for (const definition of new Set(places.map((place) => place.document))) {
      if ((await this.#ownerOf(definition)).hasData) withData.add(definition);
    }
    return places.filter((place) => withData.has(place.document));
  }

  /** The target whose API a document defines; the current one where that is none or not known. */
  #ownerOf(document: string): Promise<Target> {
    const { targets, apiDocuments, log } = this.#sources;
    const { current, list, areSeveral } = targets;
    if (!areSeveral) return Promise.resolve(current);
    const known = this.#owners.get(document);
    if (known) return known;
    const owner = apiDocuments
      .load()
      .then((coverage) => coverage.ownerOf(document, [current, ...list]))
      .catch((error: unknown) => {
        log.error(error);
        return undefined;
      })
      .then((found) => found ?? current);
    this.#owners.set(document, owner);
    return owner;
  }

  /** What tells a target from the current one; null for that. */
  #nameOf(target: Target): string | null {
    return target === this.#sources.targets.current ? null : target.name;
  }

  /** What is said of a budget that an operation breaks; budgets are judged by the current target. */
  #brokenBudget(target: Target, endpoint: StoredEndpoint): string | null {
    const { targets, broken } = this.#sources;
    const text = target === targets.current ? broken.of(endpoint) : undefined;
    return text === undefined ? null : vscode.l10n.t('Budget broken: {0}', text);
  }

  #numbersOf(target: Target): EndpointNumbers {
    const numbers = this.#numbers.get(target) ?? new EndpointNumbers(target);
    this.#numbers.set(target, numbers);
    return numbers;
  }

  async #operationOf({
    document,
    position,
    operation,
  }: OperationPlace): Promise<{ target: Target; endpoint: StoredEndpoint }> {
    const target = await this.#ownerOf(document);
    const traffic = (await this.#numbersOf(target).current())?.names ?? [];
    const definition = this.#followed.definitions.get(document) ?? { operations: [], prefixes: [] };
    const sources = { routes: target.routes ?? [], traffic };
    const endpoints = await this.#matches.of(document, target.id, definition, sources);
    const { method, path } = operation;
    return { target, endpoint: endpoints[position] ?? { method, endpoint: path } };
  }
}

function httpEndpoint({ method, endpoint }: StoredEndpoint): EndpointName {
  return { protocol: 'http', method, endpoint };
}

/** Where the pointer asks for an operation: its key, or the line of what stands for it. */
function rangeOf(document: vscode.TextDocument, { line, operation }: OperationPlace): vscode.Range {
  const { at, pathAt, method } = operation;
  const isKey = at.line === line && at.character !== pathAt.character;
  return isKey
    ? new vscode.Range(line, at.character, line, at.character + method.length + 2)
    : document.lineAt(Math.min(line, document.lineCount - 1)).range;
}

/** By the language of the document, where the user says so. */
function isEnabled(document: vscode.TextDocument): boolean {
  const value = vscode.workspace.getConfiguration(undefined, document).get(settingKeys.lensEnabled);
  return value !== false;
}
