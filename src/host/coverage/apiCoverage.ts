import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import type { BodyExample } from '../../definition/bodyExample';
import type { MatchedDocument } from '../../definition/contractCoverage';
import { contractCoverage } from '../../definition/contractCoverage';
import type { DefinedOperation, Definition } from '../../definition/definition';
import type { StoredEndpoint } from '../../definition/matchOperations';
import { withoutPrefix } from '../../definition/matchOperations';
import { undefinedOperations } from '../../definition/undefinedOperations';
import { joinKey } from '../../domain/compositeKey';
import { isExcluded } from '../../domain/excludedEndpoints';
import { standOfPanel } from '../../domain/filterStanding';
import type { CoverageAnswer, NewOperation } from '../../protocol/contractCoverage';
import type { DashboardData } from '../../protocol/dashboardData';
import type { CalledApi } from '../../protocol/neverCalled';
import { neverCalledOf } from '../../protocol/neverCalled';
import type { EndpointName, TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { RepeatableRequest } from '../../protocol/webviewMessages';
import type { TrafficReads } from '../../store/trafficReader';
import { DefinitionThread } from '../lens/definitionThread';
import { OperationMatches } from '../lens/operationMatches';
import { referenceReader } from '../lens/referenceReader';
import { inform } from '../surfaces/notifications';
import { pick, pickSeveral } from '../surfaces/questions';
import type { Target } from '../target';
import { ConfiguredServers } from './configuredServers';
import { createOperation } from './createOperation';
import { DefinitionFiles } from './definitionFiles';
import type { DefinitionFile } from './definitionFiles';
import { fileAt } from './fileAt';

const memoryKey = 'apiDocuments';

/** How long the thread that read documents waits for others, ms. */
const idleMs = 30_000;

/** An operation, and in which file it stands. */
interface OperationPlace {
  /** The file that defines it, by a reference to another where that is where it stands. */
  readonly file: DefinitionFile;
  readonly uri: vscode.Uri;
  readonly operation: DefinedOperation;
}

/** An example of a body, and what the document is called that has it. */
export type DocumentedBody = BodyExample & { readonly document: string };

/**
 * What was exercised of the targets' APIs. A target's documents are those that were chosen, else those of the workspace
 * whose operations its server reports, and the MockForge file with its addresses (docs/coverage.md#in-the-dashboard).
 */
export class ApiCoverage implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #thread: DefinitionThread;
  readonly #files: DefinitionFiles;
  readonly #matches: OperationMatches;
  readonly #servers: ConfiguredServers;

  /** @param workerPath dist/definitionWorker.js */
  constructor(workerPath: string, memory: vscode.Memento) {
    this.#memory = memory;
    this.#thread = new DefinitionThread({
      path: workerPath,
      readReferenced: referenceReader,
      clock: systemClock,
      idleMs,
    });
    this.#files = new DefinitionFiles(this.#thread);
    this.#matches = new OperationMatches(this.#thread);
    this.#servers = new ConfiguredServers(workerPath);
  }

  /** What was exercised of a target's API in a span. */
  async read(target: Target, reads: TrafficReads, span: TimeSpan): Promise<CoverageAnswer> {
    const files = await this.#filesOf(target);
    if (files.length === 0) {
      return { documents: [], coverage: null, notDefined: [], unattributed: 0 };
    }
    const [{ endpoints, unattributed }, traffic] = await Promise.all([
      reads.answers(span),
      reads.calledEndpoints(),
    ]);
    const documents = await Promise.all(files.map((file) => this.#matched(file, target, traffic)));
    const coverage = contractCoverage(documents, endpoints, span.excludedEndpoints);
    return {
      documents: documents.map(({ name }) => name),
      coverage,
      notDefined: undefinedOperations(endpoints, coverage.unknown),
      unattributed,
    };
  }

  /** What of a target's API was called in a span, without a filter. */
  async called(target: Target, reads: TrafficReads, span: TimeSpan): Promise<CalledApi> {
    const { coverage, notDefined } = await this.read(target, reads, span);
    if (coverage) return { coverage, never: neverCalledOf(coverage, []), notDefined };
    const { routes, excludedEndpoints } = target;
    if (!routes) return { coverage, never: null, notDefined: null };
    const { endpoints } = await reads.answers(span);
    const called = new Set(endpoints.map((own) => joinKey(own.method, own.endpoint)));
    const counted = routes.filter(({ endpoint }) => !isExcluded(endpoint, excludedEndpoints));
    const never = counted.filter(({ method, endpoint }) => !called.has(joinKey(method, endpoint)));
    return {
      coverage,
      never: {
        routeCount: counted.length,
        routes: never.map(({ method, endpoint }) => ({ method, endpoint, documents: [] })),
      },
      notDefined: null,
    };
  }

  /** The numbers of a target as they are reported: where its documents are known, what was never called and what is not defined are of these. */
  async reported(target: Target, reads: TrafficReads, data: DashboardData): Promise<DashboardData> {
    const { query } = data;
    const conditions = conditionsIn(query.filter);
    const { coverage, notDefined } = await this.read(target, reads, query);
    if (!coverage) return data;
    const isCalledKnown = standOfPanel('never-called', conditions).standing !== 'none';
    const never = isCalledKnown ? neverCalledOf(coverage, conditions) : data.neverCalled;
    return { ...data, neverCalled: never, notDefined };
  }

  /** Opens the operation of this workspace that defines an endpoint; of several the one that is picked. */
  async openDefinition(target: Target, wanted: EndpointName): Promise<void> {
    const { t } = vscode.l10n;
    const name = `${wanted.method ?? ''} ${wanted.endpoint}`.trim();
    const places = await this.#placesOf(target, wanted);
    if (places.length === 0) {
      inform(t('No document of this workspace defines {0}.', name));
      return;
    }
    const rows = places.map((place) => ({
      place,
      label: vscode.workspace.asRelativePath(place.uri),
      description: `${place.operation.method} ${place.operation.path}`,
    }));
    const question = { title: t('Open Definition'), placeHolder: name };
    const chosen = rows.length === 1 ? rows[0] : await pick(rows, question);
    if (!chosen) return;
    const { uri, operation } = chosen.place;
    const at = new vscode.Position(operation.at.line, operation.at.character);
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
  }

  /** A body that a document of this workspace has for a request, those of the target first; null where none declares one. */
  async exampleBody(
    target: Target,
    { method, path }: Pick<RepeatableRequest, 'method' | 'path'>,
  ): Promise<DocumentedBody | null> {
    const places = await this.#placesOf(target, { method, endpoint: target.endpointOf(path) });
    const used = (await this.#filesOf(target)).map(nameOf);
    const isOther = ({ file }: OperationPlace): number => Number(!used.includes(nameOf(file)));
    let bodiless: DocumentedBody | null = null;
    for (const { file, operation } of places.sort((a, b) => isOther(a) - isOther(b))) {
      const example = await this.#files.withFile(file.uri, (name) =>
        this.#thread.call('exampleBody', { name, method, path: operation.path }),
      );
      if (!example) continue;
      const documented = { ...example, document: vscode.workspace.asRelativePath(file.uri) };
      if (documented.body !== null) return documented;
      bodiless ??= documented;
    }
    return bodiless;
  }

  /**
   * Adds an operation to a description of the target's API, or of this workspace where none is known; of several to the
   * one that is picked.
   */
  async createOperation(target: Target, operation: NewOperation): Promise<void> {
    const { t } = vscode.l10n;
    const all = (await this.#files.now()).filter(
      ({ definition }) => definition.kind !== 'mockforge',
    );
    const used = (await this.#filesOf(target)).map(nameOf);
    const own = all.filter((file) => used.includes(nameOf(file)));
    const rows = (own.length > 0 ? own : all).map((file) => ({
      file,
      label: vscode.workspace.asRelativePath(file.uri),
      description: file.definition.title ?? '',
    }));
    if (rows.length === 0) {
      inform(t('No file of this workspace is an OpenAPI or Swagger document.'));
      return;
    }
    const placeHolder = `${operation.method} ${operation.path}`;
    const question = { title: t('Create Operation'), placeHolder };
    const chosen = rows.length === 1 ? rows[0] : await pick(rows, question);
    if (!chosen) return;
    const { uri, definition } = chosen.file;
    const matched = await this.#matched(chosen.file, target, await calledEndpoints(target));
    const path = withoutPrefix(operation.path, definition.prefixes, matched);
    await createOperation(
      uri,
      { ...operation, path },
      { files: this.#files, thread: this.#thread },
    );
  }

  /** Asks which documents define a target's API; without any it is again found out. */
  async choose(target: Target): Promise<void> {
    const { t } = vscode.l10n;
    const all = (await this.#files.now()).filter(hasOperations);
    if (all.length === 0) {
      inform(
        t(
          'No file of this workspace is an OpenAPI, Swagger or MockForge document with operations.',
        ),
      );
      return;
    }
    const used = (await this.#filesOf(target)).map(nameOf);
    const rows = all.map((file) => ({
      file,
      label: vscode.workspace.asRelativePath(file.uri),
      description: [
        file.definition.title,
        t('{0} operations', String(file.definition.operations.length)),
      ]
        .filter((part) => part !== null)
        .join(' · '),
      picked: used.includes(nameOf(file)),
    }));
    const picked = await pickSeveral(rows, {
      title: t('API Documents of {0}', target.name),
      placeHolder: t('Without any, those whose operations the server reports are used'),
    });
    if (!picked) return;
    await this.#keep(
      target,
      picked.map(({ file }) => nameOf(file)),
    );
  }

  /** Takes documents for those of a target's API if nobody has chosen any. */
  async suggest(target: Target, documents: readonly vscode.Uri[]): Promise<void> {
    if (this.#chosen[target.id] !== undefined) return;
    await this.#keep(
      target,
      documents.map((uri) => uri.toString()),
    );
  }

  /** The first of some targets whose API a document is known to define. */
  async ownerOf(name: string, targets: readonly Target[]): Promise<Target | undefined> {
    for (const target of targets) {
      const files = await this.#filesOf(target);
      if (files.some((file) => nameOf(file) === name)) return target;
    }
    return undefined;
  }

  dispose(): void {
    this.#files.dispose();
    this.#servers.dispose();
    this.#thread.end();
  }

  async #keep(target: Target, documents: readonly string[]): Promise<void> {
    await this.#memory.update(memoryKey, { ...this.#chosen, [target.id]: documents });
    target.announceCommit();
  }

  /** Names of documents by the id of their target. */
  get #chosen(): Readonly<Partial<Record<string, readonly string[]>>> {
    return this.#memory.get(memoryKey) ?? {};
  }

  /** A document with the endpoints of its operations. */
  async #matched(
    { uri, definition }: DefinitionFile,
    { id, routes }: Target,
    traffic: readonly StoredEndpoint[],
  ): Promise<MatchedDocument> {
    const sources = { routes: routes ?? [], traffic };
    const endpoints = await this.#matches.of(uri.toString(), id, definition, sources);
    const { operations } = definition;
    return { name: vscode.workspace.asRelativePath(uri), operations, endpoints };
  }

  async #placesOf(
    target: Target,
    wanted: Pick<EndpointName, 'method' | 'endpoint'>,
  ): Promise<OperationPlace[]> {
    const called = await calledEndpoints(target);
    const places: OperationPlace[] = [];
    for (const file of await this.#files.now()) {
      const { operations, endpoints } = await this.#matched(file, target, called);
      for (const [position, { method, endpoint }] of endpoints.entries()) {
        const operation = operations[position];
        if (method !== wanted.method || endpoint !== wanted.endpoint || !operation) continue;
        const { document } = operation.at;
        const uri = document === null ? file.uri : vscode.Uri.parse(document);
        places.push({ file, uri, operation });
      }
    }
    return places;
  }

  /** The MockForge file with a target's addresses, and the description that this names. */
  async #namedFor({ settings }: Target): Promise<readonly string[]> {
    const file = fileAt(await this.#servers.all(), settings);
    return [file?.uri, file?.specification].flatMap((uri) => uri?.toString() ?? []);
  }

  async #filesOf(target: Target): Promise<readonly DefinitionFile[]> {
    const all = await this.#files.all();
    this.#matches.keepOnly(all.map(nameOf));
    const chosen = this.#chosen[target.id] ?? [];
    if (chosen.length > 0) return all.filter((file) => chosen.includes(nameOf(file)));
    const reported = new Set(target.routes?.map(({ operationId }) => operationId));
    const named = await this.#namedFor(target);
    return all.filter(
      (file) => named.includes(nameOf(file)) || isServed(file.definition, reported),
    );
  }
}

function nameOf({ uri }: DefinitionFile): string {
  return uri.toString();
}

/** The endpoints of which anything is stored. */
async function calledEndpoints(target: Target): Promise<readonly StoredEndpoint[]> {
  const reader = (await target.store())?.reader;
  return (await reader?.calledEndpoints()) ?? [];
}

function hasOperations({ definition }: DefinitionFile): boolean {
  return definition.operations.length > 0;
}

/** Whether a server that reports these operations was started with a document: most of its own are among them. */
function isServed({ operations }: Definition, reported: ReadonlySet<string | null>): boolean {
  const own = operations.flatMap(({ operationId }) => operationId ?? []);
  const served = own.filter((operationId) => reported.has(operationId)).length;
  return served > 0 && 2 * served >= own.length;
}
