import type { NeverCalled, UncalledRoute } from '../../src/protocol/neverCalled';
import { neverCalledOf } from '../../src/protocol/neverCalled';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { noteText, untilText } from '../dashboardView';
import type { DashboardView, PanelActions, WholeView } from '../dashboardView';
import { element } from '../elements/dom';
import { pathMark } from '../elements/marks';
import { t } from '../localize';
import { logReason } from '../text/logReason';
import type { DashboardPanel, PanelKind } from './panelKind';
import { routesKind } from './routesKind';
import { SeenCoverage } from './seenCoverage';
import { TablePanel } from './tablePanel';

/** What was never called: of the documents that define the API, else of the routes that the server lists. */
export const neverCalledPanel: PanelKind = ({ actions }) => new NeverCalledPanel(actions);

class NeverCalledPanel implements DashboardPanel {
  readonly #actions: PanelActions;
  readonly #table: TablePanel<UncalledRoute, WholeView>;
  readonly #coverage: SeenCoverage;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#table = this.#newTable();
    this.#coverage = new SeenCoverage(this.panel.root, actions, () => {
      this.#table.redraw();
    });
  }

  get panel(): DashboardPanel['panel'] {
    return this.#table.panel;
  }

  update(view: DashboardView): void {
    this.#table.update(view);
    this.#coverage.update(view);
  }

  /** Null where neither documents nor routes are known; undefined before it is known whether there are documents. */
  #neverOf({ data }: WholeView): NeverCalled | null | undefined {
    const { answer } = this.#coverage;
    if (answer === undefined) return undefined;
    return answer?.coverage
      ? neverCalledOf(answer.coverage, conditionsIn(data.query.filter))
      : data.neverCalled;
  }

  #newTable(): TablePanel<UncalledRoute, WholeView> {
    const { columns, layOut, ...kind } = routesKind<UncalledRoute>(
      (view) => this.#neverOf(view)?.routes ?? [],
      (route, room) => this.#pathOf(route, room),
    );
    return new TablePanel<UncalledRoute, WholeView>(
      {
        ...kind,
        name: 'never-called',
        title: t('Never called'),
        caption: t('Routes that were never called'),
        note: (view) => noteText(this.#noteOf(view), untilText(view)),
        emptyReason: (view) => this.#whyNone(view),
        short: { length: 5, what: t('routes') },
        layOut: (parts, view) => {
          const hasDocuments = Boolean(this.#coverage.answer?.coverage);
          parts.table.root.classList.toggle('with-documents', hasDocuments);
          return layOut(parts, view);
        },
        dependsOn: () => this.#coverage.answer,
        columns: [
          ...columns,
          {
            key: 'document',
            title: t('Defined by'),
            className: 'secondary document',
            draw: (cell, { documents }) => {
              cell.textContent = documents.join(', ');
            },
          },
        ],
        csv: async (view) => {
          await this.#coverage.settled();
          return [
            ['Method', 'Path', 'Documents'],
            ...kind
              .rows(view)
              .map((route) => [route.method, route.endpoint, route.documents.join(', ')]),
          ];
        },
      },
      this.#actions,
    );
  }

  /** One that a document defines leads there. */
  #pathOf({ method, endpoint, documents }: UncalledRoute, room: number): HTMLElement {
    const mark = pathMark(endpoint, room);
    if (documents.length === 0) return mark;
    const title = t('Open Definition');
    const button = element('button', { type: 'button', class: 'row-button', title }, mark);
    button.addEventListener('click', () => {
      this.#actions.openDefinition({ protocol: 'http', method, endpoint });
    });
    return button;
  }

  /** `3 of 12 operations`; `3 of 12 routes that the server lists` */
  #noteOf(view: WholeView): string | null {
    const never = this.#neverOf(view);
    if (!never) return null;
    const { count } = view.numbers;
    const [some, all] = [count(never.routes.length), count(never.routeCount)];
    return this.#coverage.answer?.coverage
      ? t('{0} of {1} operations', some, all)
      : t('{0} of {1} routes that the server lists', some, all);
  }

  #whyNone(view: WholeView): string {
    const never = this.#neverOf(view);
    if (never === undefined) return '';
    if (never === null) {
      return logReason(
        view.status,
        t("Routes come from the server's admin API. Start MockForge with --admin."),
      );
    }
    if (view.search !== '' && never.routes.length > 0) return t('No route matches the search.');
    return never.routeCount === 0
      ? t('The server has no routes.')
      : t('Every route was called in this range.');
  }
}
