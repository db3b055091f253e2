import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import type { StoredEndpoint } from '../../definition/matchOperations';
import type { NamedRoute } from '../../domain/routeTable';
import { steppedSpan } from '../../domain/range';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { EndpointPage } from '../../protocol/dashboardData';
import type { EndpointName } from '../../protocol/readModels';
import { commandIds, settingKeys } from '../../ids';
import type { CurrentTarget } from '../currentTarget';
import { DisposableStore } from '../disposableStore';
import { lensCommand } from '../surfaces/codeLens';
import type { Log } from '../surfaces/log';
import { markdownOf } from '../surfaces/markdown';
import { sparklineSvg } from '../surfaces/sparkline';
import { sparklineTheme } from '../surfaces/sparklineTheme';
import { definitionLanguages, isCandidate } from './candidate';
import { DefinitionThread } from './definitionThread';
import { EndpointNumbers } from './endpointNumbers';
import { FollowedDefinitions } from './followedDefinitions';
import { lensPlaces, type LensPlace } from './lensPlaces';
import { findingText, lensTitle } from './lensText';
import { lineChange, liveDocument } from './liveDocument';
import { operationTooltip, toldErrors } from './operationHover';
import { referenceReader } from './referenceReader';

/** Charts alone are read. */
const noRows: EndpointPage = {
  ...{ search: '', column: 'requests', descending: true, offset: 0, limit: 0 },
};

type OperationPlace = LensPlace & { readonly kind: 'operation' };

/** A lens whose title is made when it comes into view. */
class OperationLens extends vscode.CodeLens {
  readonly place: OperationPlace;

  constructor(range: vscode.Range, place: OperationPlace) {
    super(range);
    this.place = place;
  }
}

/** What operations of a document were matched with. */
interface Matched {
  readonly routes: readonly NamedRoute[];
  readonly traffic: readonly StoredEndpoint[];
  readonly endpoints: Promise<readonly StoredEndpoint[]>;
}

/** What lenses are shown of. */
export interface LensSources {
  readonly target: CurrentTarget;
  /** dist/definitionWorker.js */
  readonly workerPath: string;
  readonly log: Log;
}

const selector = definitionLanguages.map((language) => ({ language }));

/** Numbers above the operations and routes that a document defines, and in hovers over them. */
export class Lenses implements vscode.Disposable, vscode.CodeLensProvider, vscode.HoverProvider {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #target: CurrentTarget;
  readonly #thread: DefinitionThread;
  readonly #followed: FollowedDefinitions;
  readonly #numbers: EndpointNumbers;
  readonly #matched = new Map<string, Matched>();
  #documents: readonly vscode.TextDocument[] = [];

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor({ target, workerPath, log }: LensSources) {
    this.#target = target;
    this.#numbers = new EndpointNumbers(target);
    this.#thread = new DefinitionThread({
      ...{ path: workerPath, readReferenced: referenceReader, clock: systemClock },
    });
    this.#followed = new FollowedDefinitions({
      reader: this.#thread,
      clock: systemClock,
      onChange: (name) => {
        this.#matched.delete(name);
        this.#changed.fire();
      },
      onError: (error) => {
        log.error(error);
      },
    });
    for (const listening of [
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.languages.registerHoverProvider(selector, this),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#followShown();
      }),
      vscode.workspace.onDidCloseTextDocument((closed) => {
        this.#follow(this.#documents.filter((document) => document !== closed));
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.#followed.changed(document.uri.toString(), contentChanges.map(lineChange));
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (this.#isReferenced(document)) this.#followed.readAgain();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingKeys.lensEnabled)) this.#changed.fire();
      }),
      target.onDidCommit(() => {
        this.#numbers.expire();
        this.#changed.fire();
      }),
    ]) {
      this.#owned.add(listening);
    }
    this.#followShown();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!isEnabled(document) || !this.#target.hasData) return [];
    const places = await this.#placesIn(document);
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
    const endpoint = await this.#endpointOf(lens.place);
    const traffic = (await this.#numbers.current())?.of(endpoint);
    const title = lensTitle(operation, traffic, vscode.env.language, vscode.l10n.t);
    lens.command = lensCommand(label === null ? title : `${operation[label]} · ${title}`, {
      command: commandIds.openDashboard,
      arguments: [{ range: '24h', endpoint: httpEndpoint(endpoint) }],
    });
    return lens;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    if (!isEnabled(document) || !this.#target.hasData) return undefined;
    const place = (await this.#placesIn(document))
      .filter((one) => one.kind === 'operation')
      .find((one) => rangeOf(document, one).contains(position));
    if (!place) return undefined;
    const { operation } = place;
    const name = await this.#endpointOf(place);
    const endpoint = httpEndpoint(name);
    const store = await this.#target.store();
    const { excludedEndpoints } = this.#target;
    const filter = { conditions: [], workspaceId: null, environment: null, endpoint };
    const now = endOfSecond(Date.now());
    const span = { ...steppedSpan(now - daySeconds, now, 24), excludedEndpoints, filter };
    const [traffic, charts, errors] = await Promise.all([
      this.#numbers.current(),
      store?.reader.charts({ ...span, compareFrom: null, routes: null, endpointPage: noRows }),
      store?.reader.errorGroups(span, toldErrors),
    ]);
    const known = traffic?.of(name);
    const findings = this.#followed.definitions.get(place.document)?.findings ?? [];
    const tooltip = operationTooltip(
      {
        ...{ operation, endpoint, traffic: known === 'earlier' ? undefined : known },
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

  dispose(): void {
    this.#follow([]);
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
  }

  #isReferenced(document: vscode.TextDocument): boolean {
    const name = document.uri.toString();
    return [...this.#followed.definitions.values()].some(({ operations }) =>
      operations.some(({ at }) => at.document === name),
    );
  }

  async #placesIn(document: vscode.TextDocument): Promise<readonly LensPlace[]> {
    const name = document.uri.toString();
    if (!this.#followed.definitions.has(name)) await this.#followed.settled(name);
    return lensPlaces(name, this.#followed.definitions);
  }

  async #endpointOf({ document, position, operation }: OperationPlace): Promise<StoredEndpoint> {
    const numbers = await this.#numbers.current();
    const traffic = numbers?.names ?? [];
    const routes = this.#target.routes ?? [];
    let matched = this.#matched.get(document);
    if (matched?.traffic !== traffic || !areSame(matched.routes, routes)) {
      const { operations = [], prefixes = [] } = this.#followed.definitions.get(document) ?? {};
      const endpoints = this.#thread.call('match', {
        ...{ prefixes, routes, traffic },
        operations: operations.map(({ method, path, operationId }) => ({
          ...{ method, path, operationId },
        })),
      });
      const made: Matched = { routes, traffic, endpoints };
      // The next need tries again where the thread ended meanwhile.
      endpoints.catch(() => {
        if (this.#matched.get(document) === made) this.#matched.delete(document);
      });
      this.#matched.set(document, made);
      matched = made;
    }
    const { method, path } = operation;
    return (await matched.endpoints)[position] ?? { method, endpoint: path };
  }
}

function areSame(some: readonly NamedRoute[], others: readonly NamedRoute[]): boolean {
  return (
    some.length === others.length &&
    some.every(
      ({ method, endpoint, operationId }, i) =>
        method === others[i]?.method &&
        endpoint === others[i].endpoint &&
        operationId === others[i].operationId,
    )
  );
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
