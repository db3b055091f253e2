import * as vscode from 'vscode';
import { daySeconds, toSeconds } from '../../domain/time';
import type { CollectingStatus } from '../../protocol/collectingStatus';
import type { TimeSpan } from '../../protocol/readModels';
import type { TrafficStore } from '../../store/trafficStore';
import { coalesced } from '../coalesced';
import type { Collecting } from '../collecting';
import { DisposableStore } from '../disposableStore';
import { createTree, type TreeView } from '../surfaces/treeView';

/** What a tree shows of the store; its nodes are plain data. */
export interface TreeContent<Node> {
  /** Whether the rows tell of the status, so that a change of it may be one of theirs. */
  readonly showsStatus: boolean;
  /** Rows that are there also without a database, behind the others; left out: none. */
  readonly more?: {
    readonly rows: () => readonly Node[];
    readonly onDidChange: vscode.Event<void>;
  };
  /** Reads the first level. */
  roots(store: TrafficStore, span: TimeSpan, status: CollectingStatus): Promise<readonly Node[]>;
  children(node: Node): readonly Node[];
  item(node: Node): vscode.TreeItem;
  /** The line above the rows; undefined for none. `hasData`: the target has a database. */
  message(status: CollectingStatus, hasData: boolean): string | undefined;
}

/** A tree over the last 24 hours, read again when something was committed, redrawn when that differs. */
export class TrafficTree<Node> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly #collecting: Collecting;
  readonly #content: TreeContent<Node>;
  readonly #view: TreeView;
  #storeFailure: string | null = null;
  /** What was last told to have changed, as text to compare with. */
  #told = '';
  /** Read because of a commit, about to be drawn. */
  #fresh: readonly Node[] | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(viewId: string, collecting: Collecting, content: TreeContent<Node>) {
    this.#collecting = collecting;
    this.#content = content;
    this.#view = this.#owned.add(createTree(viewId, this));
    const refresh = coalesced(
      () => this.#refresh(),
      () => undefined,
    );
    this.#owned.add(collecting.onDidCommit(refresh));
    if (content.more) this.#owned.add(content.more.onDidChange(refresh));
    this.#owned.add(
      collecting.onDidChangeStatus(() => {
        if (content.showsStatus) refresh();
        this.#showMessage();
      }),
    );
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return this.#content.item(node);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) return [...this.#content.children(node)];
    const roots = this.#fresh ?? (await this.#readRoots());
    this.#fresh = undefined;
    return [...roots];
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Redrawing closes hovers and costs work, so it is left out where nothing differs. */
  async #refresh(): Promise<void> {
    this.#fresh = undefined;
    if (this.#view.visible) {
      const roots = await this.#readRoots();
      const text = JSON.stringify(roots);
      if (text === this.#told) return;
      this.#told = text;
      this.#fresh = roots;
    }
    this.#changed.fire(undefined);
  }

  /** Never rejects: what went wrong stands above the tree. */
  async #readRoots(): Promise<readonly Node[]> {
    const to = toSeconds(Date.now());
    const { excludedEndpoints, status } = this.#collecting;
    const more = this.#content.more?.rows() ?? [];
    try {
      const store = await this.#collecting.store();
      this.#storeFailure = null;
      if (!store) return more;
      const span = { from: to - daySeconds, to, excludedEndpoints };
      return [...(await this.#content.roots(store, span, status)), ...more];
    } catch (error) {
      this.#storeFailure = error instanceof Error ? error.message : String(error);
      return more;
    } finally {
      this.#showMessage();
    }
  }

  #showMessage(): void {
    const { status, hasData } = this.#collecting;
    this.#view.say(this.#storeFailure ?? this.#content.message(status, hasData) ?? '');
  }
}
