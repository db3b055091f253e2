import type { Explanation } from '../../src/protocol/explanation';
import type { EndpointName } from '../../src/protocol/readModels';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { targetOf } from '../dashboardView';
import type { DashboardView } from '../dashboardView';
import { element } from '../elements/dom';
import { Cards } from '../panels/cards';
import type { ExplainPanel } from '../panels/explainPanel';
import { firstPanels } from '../panels/firstPanels';
import type { DashboardPanel, Pages, PanelContext, PanelKind } from '../panels/panelKind';
import { Slices } from './slices';

type Place = PanelKind | readonly PanelKind[];

/** The panels: those of all traffic, or those of one endpoint; what both have stays the same. */
export class PanelGrid {
  readonly root: HTMLElement;
  readonly #context: PanelContext;
  readonly #cards: Cards;
  readonly #grid = element('div', { class: 'grid' });
  readonly #panels = new Map<PanelKind, DashboardPanel>();
  readonly #stacks = new Map<Place, HTMLElement>();
  readonly #slices = new Slices();
  #pages: Pages = firstPanels;
  #explanation: ExplainPanel | undefined;
  #view: DashboardView | undefined;

  constructor(context: PanelContext) {
    this.#context = context;
    this.#cards = new Cards(context.actions);
    this.root = element('div', { class: 'dashboard', hidden: '' }, this.#cards.root, this.#grid);
  }

  /**
   * Draws at once what takes the place of something else, else in tasks so short that the page goes on answering. The
   * first of a page that opens are cards and charts, which are what is waited for; the others are loaded after them.
   */
  update(view: DashboardView): void {
    const isFirst = this.#view === undefined;
    const isOther = !isFirst && Boolean(targetOf(view)) !== Boolean(targetOf(this.#view ?? view));
    this.#view = view;
    if (isFirst || isOther) this.#begin(view);
    const parts = [this.#cards, ...this.#standing(view)];
    if (isFirst || isOther) {
      this.#slices.begin([]);
      for (const part of parts) part.update(view);
    } else this.#draw(parts, view);
    if (isFirst) this.#loadOthers().catch(this.#context.actions.fail);
  }

  /** Says why a part of the time differs from the rest. */
  async explain(explanation: Explanation, view: DashboardView): Promise<void> {
    const { ExplainPanel } = await import('../panels/explainPanel');
    if (!this.#explanation) {
      this.#explanation = new ExplainPanel(this.#context.actions);
      this.#cards.root.after(this.#explanation.panel.root);
    }
    this.#explanation.show(explanation, view);
  }

  /** What was explained is not looked at any more. */
  closeExplanation(): void {
    this.#explanation?.close();
  }

  /** Gives the focus to the row of an endpoint, or where it is not shown to the table. */
  focusEndpoint(name: EndpointName): void {
    for (const panel of this.#panels.values()) panel.focusEndpoint?.(name);
  }

  async #loadOthers(): Promise<void> {
    const { laterPanels } = await import('../panels/laterPanels');
    const view = this.#view;
    if (!view) return;
    const drawn = this.#shown(view);
    this.#pages = {
      overall: [...firstPanels.overall, ...laterPanels.overall],
      ofEndpoint: [...firstPanels.ofEndpoint, ...laterPanels.ofEndpoint],
    };
    this.#grid.append(...this.#roots(view).slice(drawn.length));
    const others = this.#standing(view).slice(drawn.length);
    this.#draw(others, view);
  }

  #draw(parts: readonly Pick<DashboardPanel, 'update'>[], view: DashboardView): void {
    const piece = (part: Pick<DashboardPanel, 'update'>) => (): void => {
      part.update(view);
    };
    this.#slices.begin(parts.map(piece));
  }

  /** Puts another page in place. */
  #begin(view: DashboardView): void {
    this.#context.crosshair.clearSelection();
    this.closeExplanation();
    this.#grid.classList.toggle('of-endpoint', targetOf(view) !== null);
    this.#grid.replaceChildren(...this.#roots(view));
    for (const panel of this.#shown(view)) {
      if (panel.panel.stands(conditionsIn(view.data.query.filter))) panel.prepare?.(view);
    }
  }

  #places(view: DashboardView): readonly Place[] {
    return targetOf(view) ? this.#pages.ofEndpoint : this.#pages.overall;
  }

  #shown(view: DashboardView): DashboardPanel[] {
    return this.#places(view)
      .flat()
      .map((kind) => this.#panel(kind));
  }

  /** The panels as they are drawn: one that has nothing of the filtered traffic says why. */
  #standing(view: DashboardView): Pick<DashboardPanel, 'update'>[] {
    return this.#shown(view).map((panel) => ({
      update: (drawn) => {
        if (panel.panel.stands(conditionsIn(drawn.data.query.filter))) panel.update(drawn);
      },
    }));
  }

  #roots(view: DashboardView): HTMLElement[] {
    return this.#places(view).map((place) => {
      if (typeof place === 'function') return this.#panel(place).panel.root;
      const stack = this.#stacks.get(place) ?? element('div', { class: 'panel-stack' });
      this.#stacks.set(place, stack);
      stack.append(...place.map((kind) => this.#panel(kind).panel.root));
      return stack;
    });
  }

  #panel(kind: PanelKind): DashboardPanel {
    const made = this.#panels.get(kind) ?? kind(this.#context);
    this.#panels.set(kind, made);
    return made;
  }
}
