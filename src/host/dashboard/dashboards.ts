import type * as vscode from 'vscode';
import { panelTypes } from '../../ids';
import {
  initialState,
  placedState,
  requestOf,
  restoredState,
  shownSourceOf,
} from '../../protocol/dashboardState';
import type { DashboardPlace, DashboardRequest } from '../../protocol/webviewMessages';
import { DisposableStore } from '../disposableStore';
import { createPanel } from '../surfaces/panel';
import type { Target } from '../target';
import { DashboardPanel, panelTitle, type DashboardParts } from './dashboardPanel';
import { webviewOptions } from './webviewContent';

/** The dashboards of targets: at most one panel each, opened by the user, brought back by the editor after a reload. */
export class Dashboards implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: DashboardParts;
  readonly #panels = new Set<DashboardPanel>();

  constructor(parts: DashboardParts) {
    this.#parts = parts;
    this.#owned.add(
      parts.targets.onDidChange(() => {
        this.#followTargets();
      }),
    );
  }

  /** What the open panel of a target shows; undefined without one. */
  shown(target: Target): DashboardRequest | undefined {
    return this.#of(target)?.request;
  }

  /** Shows the panel of a target, making it if there is none, at a place if one is given. */
  open(target: Target, place: DashboardPlace | null = null): void {
    const known = this.#of(target);
    if (known) {
      known.reveal(place);
      return;
    }
    const options = webviewOptions(this.#parts.distUri);
    const title = panelTitle(target, this.#parts.targets);
    const panel = createPanel(panelTypes.dashboard, title, options);
    const request = requestOf(place ? placedState(initialState, place) : initialState);
    this.#adopt(panel, target, request, place);
  }

  /** Takes over a panel that was open before a reload of the window, with the state that it saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const { targets, distUri } = this.#parts;
    const { shownTarget } = shownSourceOf(saved);
    const target = targets.list.find(({ id }) => id === shownTarget) ?? targets.current;
    this.#of(target)?.close();
    panel.webview.options = webviewOptions(distUri);
    this.#adopt(panel, target, requestOf(restoredState(saved)), null);
  }

  /** The panels are left to the editor, which brings them back after a reload. */
  dispose(): void {
    for (const panel of this.#panels) panel.dispose();
    this.#owned.dispose();
  }

  #of(target: Target): DashboardPanel | undefined {
    return [...this.#panels].find((panel) => panel.target === target);
  }

  #adopt(
    panel: vscode.WebviewPanel,
    target: Target,
    request: DashboardRequest,
    place: DashboardPlace | null,
  ): void {
    const onChoose = (chosenIn: DashboardPanel, id: string): void => {
      this.#choose(chosenIn, id);
    };
    const parts = { ...this.#parts, onChoose };
    const adopted = new DashboardPanel(panel, target, parts, { request, place });
    this.#panels.add(adopted);
    panel.onDidDispose(() => {
      this.#panels.delete(adopted);
      adopted.dispose();
    });
  }

  /** What is chosen becomes the current one, too; where another panel shows it, that one comes to the front. */
  #choose(panel: DashboardPanel, id: string): void {
    const { targets, log } = this.#parts;
    const target = targets.list.find((listed) => listed.id === id);
    if (!target) return;
    const other = this.#of(target);
    if (!other) panel.show(target);
    else if (other !== panel) {
      panel.tellTargets();
      other.reveal(null);
    }
    targets.makeCurrent(target).catch((error: unknown) => {
      log.error(error);
    });
  }

  /** The panel of a target that is gone shows the current one, unless another panel does. */
  #followTargets(): void {
    const { list, current } = this.#parts.targets;
    for (const panel of this.#panels) {
      if (list.includes(panel.target)) panel.tellTargets();
      else if (this.#of(current)) panel.close();
      else panel.show(current);
    }
  }
}
