import type { UndefinedOperation } from '../../src/protocol/contractCoverage';
import { createdFrom, requestsOf } from '../../src/protocol/contractCoverage';
import { noteText, untilText } from '../dashboardView';
import type { DashboardView, PanelActions, WholeView } from '../dashboardView';
import { element } from '../elements/dom';
import { pathMark } from '../elements/marks';
import { t } from '../localize';
import { seenStatuses } from './operationStatuses';
import type { DashboardPanel, PanelKind } from './panelKind';
import { routesKind } from './routesKind';
import { SeenCoverage } from './seenCoverage';
import { TablePanel } from './tablePanel';

/** What was asked for and is not there. */
interface Missing {
  readonly method: string | null;
  /** A likely template where no document defines it, else the stored name. */
  readonly endpoint: string;
  readonly count: number;
  /** Different ones; null where they are not counted. */
  readonly paths: number | null;
  /** Null where no documents are known. */
  readonly operation: UndefinedOperation | null;
}

/** What no document of the API defines; where none are known, what the server has no route for. */
export const notDefinedPanel: PanelKind = ({ actions }) => new NotDefinedPanel(actions);

class NotDefinedPanel implements DashboardPanel {
  readonly #actions: PanelActions;
  readonly #table: TablePanel<Missing, WholeView>;
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

  /** None before it is known whether there are documents. */
  #missing({ data }: WholeView): readonly Missing[] {
    const { answer } = this.#coverage;
    if (answer === undefined) return [];
    return answer?.coverage
      ? answer.notDefined.map(asMissing)
      : data.notFound.map((own) => ({ ...own, operation: null }));
  }

  #newTable(): TablePanel<Missing, WholeView> {
    const { columns, layOut, ...kind } = routesKind<Missing>(
      (view) => this.#missing(view),
      (row, room) => this.#pathOf(row, room),
    );
    return new TablePanel<Missing, WholeView>(
      {
        ...kind,
        name: 'not-defined',
        title: t('Not defined'),
        caption: t('Requests for what is not there'),
        note: (view) => noteText(this.#note(), untilText(view)),
        emptyReason: (view) => this.#whyNone(view),
        short: { length: 2, what: t('paths') },
        keyOf: ({ method, endpoint }) => `${method ?? ''} ${endpoint}`,
        layOut: (parts, view) => {
          const hasDocuments = Boolean(this.#coverage.answer?.coverage);
          parts.table.root.classList.toggle('with-documents', hasDocuments);
          return layOut(parts, view);
        },
        dependsOn: () => this.#coverage.answer,
        columns: [
          ...columns,
          {
            key: 'statuses',
            title: t('Statuses'),
            className: 'statuses',
            draw: (cell, { operation }, { numbers }) => {
              if (!operation) return;
              cell.append(seenStatuses(operation.seen, numbers), this.#createButton(operation));
            },
          },
          {
            key: 'count',
            title: t('Count'),
            className: 'number count',
            draw: (cell, row, { numbers: { count } }) => {
              const isSeveral = row.paths !== null && row.paths > 1;
              const different = isSeveral ? t(', {0} paths', count(row.paths)) : '';
              cell.append(count(row.count), element('span', { class: 'secondary' }, different));
            },
          },
        ],
        csv: async (view) => {
          await this.#coverage.settled();
          return [
            ['Method', 'Path', 'Count', 'Different paths', 'Statuses'],
            ...kind
              .rows(view)
              .map(({ method, endpoint, count, paths, operation }) => [
                ...[method, endpoint, count, paths],
                operation?.seen.map(({ status }) => status).join(' ') ?? '404',
              ]),
          ];
        },
      },
      this.#actions,
    );
  }

  /** What no document defines leads to the endpoint that most of its requests are of. */
  #pathOf({ endpoint, operation }: Missing, room: number): HTMLElement {
    const mark = pathMark(endpoint, room);
    if (!operation) return mark;
    const button = element('button', { type: 'button', class: 'row-button' }, mark);
    button.addEventListener('click', () => {
      const { method, endpoint: stored } = operation;
      this.#actions.openEndpoint({ protocol: 'http', method, endpoint: stored });
    });
    return button;
  }

  #createButton(operation: UndefinedOperation): HTMLElement | string {
    const created = createdFrom(operation);
    if (!created) return '';
    const button = element(
      'button',
      {
        type: 'button',
        class: 'link',
        'aria-label': t('Create Operation {0}', `${created.method} ${created.path}`),
      },
      t('Create'),
    );
    button.addEventListener('click', () => {
      this.#actions.createOperation(created);
    });
    return button;
  }

  #note(): string | null {
    const { answer } = this.#coverage;
    if (answer === undefined) return null;
    return answer?.coverage ? t('by likely template') : t('404 by path, no API documents');
  }

  #whyNone({ search }: WholeView): string {
    const { answer } = this.#coverage;
    if (answer === undefined) return '';
    if (search !== '') return t('No path matches the search.');
    return answer?.coverage
      ? t('Every request has an operation.')
      : t('Every request matched a route.');
  }
}

function asMissing(operation: UndefinedOperation): Missing {
  const { method, path, paths, seen } = operation;
  return { method, endpoint: path, count: requestsOf(seen), paths, operation };
}
