import * as vscode from 'vscode';
import { prefix } from '../../ids';
import type { CommitChanges } from '../../domain/commitChanges';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { TimeSpan } from '../../protocol/readModels';
import { errorText } from '../../sentences/failureTexts';
import type { TrafficReads } from '../../store/trafficReader';
import { coalesced } from '../coalesced';
import { DisposableStore } from '../disposableStore';
import { LastRead } from '../lastRead';
import { BoundCommands } from '../surfaces/boundCommands';
import { createTree, type TreeView } from '../surfaces/treeView';
import type { ViewedTarget } from '../viewedTarget';
import type { KeptRow } from './keptRows';
import { KeptRows } from './keptRows';
import { SteadyOrder } from './steadyOrder';
import { treeMessage } from './treeMessage';
import { TreeRows } from './treeRows';

/** What a tree shows of the store; its nodes are plain data. */
export interface TreeContent<Data, Node> {
  /** The rows are others, or in another order, whatever is stored. */
  readonly onDidChange?: vscode.Event<void>;
  /** What stands beside the view's title; left out: nothing. */
  readonly description?: () => string;
  /** Whether the rows may show what a commit changed. */
  shows(changes: CommitChanges): boolean;
  /** Reads what the first level is made from. */
  read(reader: TrafficReads, span: TimeSpan): Promise<Data>;
  /** The first level. */
  rows(data: Data): readonly Node[];
  /** Rows behind those, in whatever order they stay; only where there are any. */
  readonly last?: readonly Node[];
  /** The rows below one, asked for when it is open. */
  children(node: Node, reader: TrafficReads, span: TimeSpan): Promise<readonly Node[]>;
  item(node: Node): vscode.TreeItem;
}

/** A tree over the last 24 hours. What is open in it is read after a commit that it shows, while somebody can see it. */
export class TrafficTree<Data, Node>
  implements vscode.TreeDataProvider<KeptRow<Node>>, vscode.Disposable
{
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<KeptRow<Node>[] | undefined>());
  readonly #commands: BoundCommands;
  readonly #target: ViewedTarget;
  readonly #content: TreeContent<Data, Node>;
  readonly #rows: TreeRows<Data, Node>;
  readonly #kept: KeptRows<Node>;
  readonly #renew: () => void;
  readonly #order: SteadyOrder<Node>;
  readonly view: TreeView;
  #storeFailure: string | null = null;
  readonly #lastData = new LastRead<Data | undefined>();
  readonly #lastChildren = new LastRead<readonly Node[] | undefined>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(viewId: string, target: ViewedTarget, content: TreeContent<Data, Node>) {
    this.#target = target;
    this.#content = content;
    this.#commands = this.#owned.add(new BoundCommands(viewId.slice(prefix.length + 1)));
    const now = (): number => Date.now();
    this.#order = new SteadyOrder((node) => content.item(node).id ?? '', now);
    this.#rows = new TreeRows({
      read: () => this.#read(),
      rows: (data) => {
        const rows = this.#order.arranged(data === undefined ? [] : content.rows(data));
        return rows.length > 0 ? [...rows, ...(content.last ?? [])] : [];
      },
      now,
    });
    this.#kept = new KeptRows({
      read: (parent) => this.#nodes(parent),
      item: (node) => content.item(node),
    });
    this.#renew = coalesced(
      () => this.#renewShown(),
      (error) => {
        view.say(errorText(error, vscode.l10n.t));
      },
    );
    const view = createTree(viewId, this, (row, isOpen) => {
      row.isOpen = isOpen;
    });
    this.view = this.#owned.add(view);
    this.#owned.add(
      view.onDidTouch(() => {
        this.#order.noticed();
      }),
    );
    this.#owned.add(
      target.onDidCommit((changes) => {
        const concerns = content.shows(changes) || this.#storeFailure !== null;
        this.#redrawIf(this.#rows.committed(concerns) || this.#order.isDue);
      }),
    );
    if (content.onDidChange) {
      this.#owned.add(
        content.onDidChange(() => {
          this.#order.release();
          this.#describe();
          this.#redrawIf(true);
        }),
      );
    }
    this.#owned.add(
      target.onDidChangeStatus(() => {
        this.#redrawIf(this.#order.isDue);
        this.#showMessage();
      }),
    );
    this.#describe();
  }

  /** Without its tooltip, which the editor asks for when the pointer rests on the row. */
  getTreeItem({ node }: KeptRow<Node>): vscode.TreeItem {
    const item = this.#content.item(node);
    delete item.tooltip;
    if (item.command) item.command = this.#commands.bound(item.command);
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, { node }: KeptRow<Node>): vscode.TreeItem {
    this.#order.noticed();
    const { tooltip } = this.#content.item(node);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  async getChildren(row?: KeptRow<Node>): Promise<KeptRow<Node>[]> {
    return [...(await this.#kept.below(row))];
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #redrawIf(differs: boolean): void {
    if (differs) this.#renew();
  }

  /** Redrawing closes hovers and costs work, so it is left out where nothing differs. */
  async #renewShown(): Promise<void> {
    if (!this.view.visible) {
      this.#kept.forget();
      this.#changed.fire(undefined);
      return;
    }
    const changed = await this.#kept.renewed();
    const rows = changed.filter((row) => row !== undefined);
    if (rows.length < changed.length) this.#changed.fire(undefined);
    else if (rows.length > 0) this.#changed.fire(rows);
  }

  async #nodes(parent: Node | undefined): Promise<readonly Node[]> {
    if (parent === undefined) return this.#rows.current();
    const asked = this.#ask(
      (reader, span) => this.#content.children(parent, reader, span),
      this.#lastChildren,
      this.#content.item(parent).id,
    );
    return (await asked) ?? [];
  }

  #read(): Promise<Data | undefined> {
    return this.#ask((reader, span) => this.#content.read(reader, span), this.#lastData);
  }

  /** Undefined without a database. Never rejects: a failure appears above the tree, and what was read last in it. */
  async #ask<Answer>(
    ask: (reader: TrafficReads, span: TimeSpan) => Promise<Answer>,
    last: LastRead<Answer | undefined>,
    what?: string,
  ): Promise<Answer | undefined> {
    const to = endOfSecond(Date.now());
    const { excludedEndpoints, location } = this.#target;
    try {
      const store = await this.#target.store();
      this.#storeFailure = null;
      const span = { from: to - daySeconds, to, excludedEndpoints };
      const answer = store && (await ask(store.reader, span));
      last.keep(location.name, answer, what);
      return answer;
    } catch (error) {
      this.#storeFailure = errorText(error, vscode.l10n.t);
      return last.of(location.name, what);
    } finally {
      this.#showMessage();
    }
  }

  #describe(): void {
    this.view.describe(this.#content.description?.() ?? '');
  }

  #showMessage(): void {
    this.view.say(this.#storeFailure ?? treeMessage(this.#target.status) ?? '');
  }
}
