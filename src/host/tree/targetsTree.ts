import * as vscode from 'vscode';
import { viewIds } from '../../ids';
import { coalesced } from '../coalesced';
import type { Config } from '../config';
import { DisposableStore } from '../disposableStore';
import type { ImportedFiles } from '../importedFiles';
import { BoundCommands } from '../surfaces/boundCommands';
import type { Log } from '../surfaces/log';
import { createTree, type TreeView } from '../surfaces/treeView';
import type { Target } from '../target';
import type { Targets } from '../targets';
import { teamTarget } from '../teamTarget';
import type { TeamTargets } from '../teamTargets';
import { importedRow } from './importedRow';
import { leftOutRow } from './leftOutRow';
import { TargetNode } from './targetNode';
import { targetItem } from './targetItem';
import type { TargetRow } from './targetRow';
import { teamRow } from './teamRows';
import { treeMessage } from './treeMessage';
import { weekTooltip } from './weekTooltip';

type Node = TargetNode | TargetRow;

/** What the view shows. */
export interface TargetsTreeSources {
  readonly targets: Targets;
  readonly files: ImportedFiles;
  readonly team: TeamTargets;
  readonly config: Config;
  readonly log: Log;
}

/**
 * The targets: where there is one, how its sources stand, its rhythm, restarts and diagnostics; where there are several,
 * the board of them, each with that below it. Behind them the entries that cannot be used, what the team's store holds, and
 * the files that were imported.
 */
export class TargetsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly #commands = this.#owned.add(new BoundCommands('targets'));
  readonly #targets: Targets;
  readonly #files: ImportedFiles;
  readonly #team: TeamTargets;
  readonly #config: Config;
  readonly #log: Log;
  readonly #view: TreeView;
  #nodes = new Map<Target, TargetNode>();
  /** What listens to the targets. */
  #following = new DisposableStore();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor({ targets, files, team, config, log }: TargetsTreeSources) {
    this.#targets = targets;
    this.#files = files;
    this.#team = team;
    this.#config = config;
    this.#log = log;
    this.#view = this.#owned.add(createTree(viewIds.targets, this));
    const redraw = (): void => {
      this.#changed.fire(undefined);
      this.#showMessage();
    };
    this.#follow();
    this.#owned.add(
      targets.onDidChange(() => {
        this.#follow();
        redraw();
      }),
    );
    this.#owned.add(targets.onDidChangeCurrent(redraw));
    this.#owned.add(files.onDidChange(redraw));
    this.#owned.add(team.onDidChange(redraw));
    this.#owned.add(
      this.#view.onDidChangeVisibility(() => {
        this.#renewTeam();
      }),
    );
    // Pictures in tooltips have the colors of one.
    this.#owned.add(vscode.window.onDidChangeActiveColorTheme(redraw));
  }

  /** Without its tooltip, which the editor asks for when the pointer rests on the row. */
  getTreeItem(node: Node): vscode.TreeItem {
    const item = targetItem(rowOf(node));
    delete item.tooltip;
    if (item.command) item.command = this.#commands.bound(item.command);
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    const row = rowOf(node);
    const target = row.switches && this.#targets.list.find(({ id }) => id === row.target);
    const { tooltip } = targetItem(row, target ? await weekTooltip(target) : []);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return [...node.children];
    await Promise.all([...this.#nodes].map(([target, known]) => this.#update(target, known)));
    this.#showMessage();
    const leftOut = this.#config.leftOut.map((entry) => leftOutRow(entry, vscode.l10n.t));
    this.#renewTeam();
    return [
      ...[...this.#nodes.values()].filter(({ row }) => row),
      ...leftOut,
      ...this.#teamRows(),
      ...this.#fileRows(),
    ];
  }

  dispose(): void {
    this.#following.dispose();
    this.#owned.dispose();
  }

  #renewTeam(): void {
    if (this.#view.visible) void this.#team.renew();
  }

  #teamRows(): TargetRow[] {
    const { address, list } = this.#team;
    if (address === '') return [];
    const own = new Set(this.#targets.list.map(({ settings }) => teamTarget(settings)));
    return [teamRow({ address, list, own, now: Date.now() }, vscode.env.language, vscode.l10n.t)];
  }

  #fileRows(): TargetRow[] {
    const { language } = vscode.env;
    return this.#files.list.map((file) => importedRow(file, Date.now(), language, vscode.l10n.t));
  }

  #update(target: Target, node: TargetNode): Promise<boolean> {
    const { current, areSeveral } = this.#targets;
    return node.update(target === current, !areSeveral);
  }

  /** A row is drawn anew only where it differs: that closes hovers, and those of other rows stay open. */
  #follow(): void {
    this.#following.dispose();
    this.#following = new DisposableStore();
    const { list } = this.#targets;
    this.#nodes = new Map(
      list.map((target) => [target, this.#nodes.get(target) ?? new TargetNode(target)]),
    );
    for (const [target, node] of this.#nodes) {
      const redraw = coalesced(
        async () => {
          const hadRow = node.row !== undefined;
          if (!(await this.#update(target, node))) return;
          const hasRow = node.row !== undefined;
          this.#changed.fire(hadRow && hasRow ? node : undefined);
        },
        (error) => {
          this.#log.error(error);
        },
      );
      const onChange = (): void => {
        // A hidden view asks for everything when it is shown.
        if (this.#view.visible) redraw();
        else this.#changed.fire(undefined);
        this.#showMessage();
      };
      this.#following.add(
        target.onDidCommit(() => {
          node.forget();
          onChange();
          this.#renewTeam();
        }),
      );
      this.#following.add(target.onDidChangeStatus(onChange));
    }
  }

  /** What fails stands in the rows, where there are any. */
  #showMessage(): void {
    const { current, areSeveral } = this.#targets;
    const failures = [...this.#nodes.values()].map(({ failure }) => failure);
    const failure = failures.find((one) => one !== null);
    const message = areSeveral || current.hasData ? undefined : treeMessage(current.status);
    this.#view.say(failure ?? message ?? '');
  }
}

function rowOf(node: Node): TargetRow {
  if (!(node instanceof TargetNode)) return node;
  // The editor is given nodes that have one.
  if (!node.row) throw new Error('The row of a target is not made yet.');
  return node.row;
}
