import { joined, unknown } from '../../src/domain/numberFormat';
import { matchesWords } from '../../src/domain/search';
import type { OperationCoverage, OperationState } from '../../src/protocol/contractCoverage';
import { requestsOf } from '../../src/protocol/contractCoverage';
import { Legend } from '../charts/legend';
import { noteText, untilText, wholeOf } from '../dashboardView';
import type { DashboardView, PanelActions, WholeView } from '../dashboardView';
import { element, setShown } from '../elements/dom';
import { pathMark, squareKey } from '../elements/marks';
import { t } from '../localize';
import { pathRoom } from '../tables/pathRoom';
import { operationStatuses } from './operationStatuses';
import type { DashboardPanel, PanelKind } from './panelKind';
import { SeenCoverage } from './seenCoverage';
import { TablePanel } from './tablePanel';

/** How an operation is listed: deprecated ones apart. */
type Listed = OperationState | 'deprecated';
const listed: readonly Listed[] = ['covered', 'partly', 'never', 'notCounted', 'deprecated'];

/** What was exercised of the API that the target's documents define. */
export const coveragePanel: PanelKind = ({ actions }) => new CoveragePanel(actions);

class CoveragePanel implements DashboardPanel {
  readonly #actions: PanelActions;
  readonly #table: TablePanel<OperationCoverage, WholeView>;
  readonly #legend: Legend;
  readonly #choose = element('footer', { class: 'panel-footer', hidden: '' });
  readonly #coverage: SeenCoverage;
  #view: WholeView | null = null;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#table = this.#newTable();
    this.#legend = new Legend(this.panel.legend, () => {
      this.#table.redraw();
    });
    const choose = element(
      'button',
      { type: 'button', class: 'link' },
      t('Choose API Documents...'),
    );
    choose.addEventListener('click', actions.chooseDefinitions);
    this.#choose.append(choose);
    this.panel.root.append(this.#choose);
    this.#coverage = new SeenCoverage(this.panel.root, actions, () => {
      this.#show();
    });
  }

  get panel(): DashboardPanel['panel'] {
    return this.#table.panel;
  }

  update(view: DashboardView): void {
    this.#view = wholeOf(view);
    this.#table.update(view);
    this.#coverage.update(view);
  }

  #show(): void {
    const { answer } = this.#coverage;
    setShown(this.#choose, answer?.coverage === null);
    const view = this.#view;
    if (view) {
      this.#legend.update(
        listed.map((state) => {
          const count = this.#operations.filter((one) => listedAs(one) === state).length;
          return {
            name: stateText(state),
            value: view.numbers.count(count),
            key: () => squareKey(`coverage-${state}`),
            shown: count > 0,
          };
        }),
      );
    }
    this.#table.redraw();
  }

  get #operations(): readonly OperationCoverage[] {
    return this.#coverage.answer?.coverage?.list ?? [];
  }

  #rows({ search }: WholeView): readonly OperationCoverage[] {
    return this.#operations
      .filter((one) => this.#legend.isDrawn(listed.indexOf(listedAs(one))))
      .filter(({ method, path, operationId }) =>
        matchesWords(search, [`${method} ${path}`, operationId]),
      );
  }

  #newTable(): TablePanel<OperationCoverage, WholeView> {
    return new TablePanel<OperationCoverage, WholeView>(
      {
        name: 'coverage',
        title: t('API coverage'),
        caption: t('Operations of the API'),
        className: 'coverage',
        viewOf: wholeOf,
        rows: (view) => this.#rows(view),
        note: (view) => noteText(this.#noteOf(view), untilText(view)),
        emptyReason: ({ search }) => this.#whyEmpty(search),
        short: { length: 8, what: t('operations') },
        keyOf: (operation) => `${listedAs(operation)} ${operation.method} ${operation.path}`,
        layOut: ({ table }) => pathRoom(table.root, '.path-head', 0),
        dependsOn: () => this.#coverage.answer,
        onOpen: (operation) => {
          this.#open(operation);
        },
        columns: [
          {
            key: 'state',
            title: t('State'),
            className: 'coverage-state',
            draw: (cell, operation) => {
              const state = listedAs(operation);
              cell.append(squareKey(`coverage-${state}`), ' ', stateText(state));
            },
          },
          {
            key: 'method',
            title: t('Method'),
            className: 'method',
            draw: (cell, { method }) => {
              cell.textContent = method;
            },
          },
          {
            key: 'path',
            title: t('Path'),
            className: 'path-head',
            draw: (cell, operation, _, room) => {
              const mark = pathMark(operation.path, room);
              const button = element('button', { type: 'button', class: 'row-button' }, mark);
              button.addEventListener('click', (event) => {
                event.stopPropagation();
                this.#open(operation);
              });
              cell.append(button);
            },
          },
          {
            key: 'statuses',
            title: t('Statuses'),
            className: 'coverage-statuses',
            draw: (cell, operation, { numbers }) => {
              if (operation.state !== 'notCounted') {
                cell.append(operationStatuses(operation, numbers));
                return;
              }
              const why = t("MockForge's own path");
              cell.append(element('span', { class: 'secondary' }, why));
            },
          },
          {
            key: 'requests',
            title: t('Requests'),
            className: 'number count',
            draw: (cell, { state, seen }, { numbers }) => {
              cell.textContent = state === 'notCounted' ? unknown : numbers.count(requestsOf(seen));
            },
          },
        ],
        csv: async (view) => {
          await this.#coverage.settled();
          return [csvHead, ...this.#rows(view).flatMap(csvRows)];
        },
      },
      this.#actions,
    );
  }

  #open({ method, endpoint }: OperationCoverage): void {
    this.#actions.openEndpoint({ protocol: 'http', method, endpoint });
  }

  /** `openapi.yaml, 7 of 8 operations exercised, 9 of 14 statuses seen` */
  #noteOf({ numbers: { count, percent } }: WholeView): string | null {
    const { documents = [], coverage = null, unattributed = 0 } = this.#coverage.answer ?? {};
    if (!coverage) return null;
    const { operations, statuses } = coverage;
    const exercised = operations.covered + operations.partly;
    const share =
      operations.total === 0 ? '' : ` (${joined(percent(exercised / operations.total))})`;
    return noteText(
      documents.join(', '),
      t('{0} of {1} operations exercised', count(exercised), count(operations.total)) + share,
      t('{0} of {1} statuses seen', count(statuses.seen), count(statuses.declared)),
      unattributed > 0 ? t('{0} requests not attributed', count(unattributed)) : null,
    );
  }

  #whyEmpty(search: string): string | null {
    const { answer } = this.#coverage;
    if (answer === undefined) return '';
    if (answer === null) return null;
    const { coverage } = answer;
    if (!coverage)
      return t('Choose the documents that define this API to see what of it was called.');
    if (coverage.list.length === 0) return t('The documents define no operation.');
    return search === ''
      ? t('All operations are hidden. Show some in the legend.')
      : t('No operation matches the search.');
  }
}

function listedAs({ deprecated, state }: OperationCoverage): Listed {
  return deprecated ? 'deprecated' : state;
}

function stateText(state: Listed): string {
  switch (state) {
    case 'covered':
      return t('covered');
    case 'partly':
      return t('partly');
    case 'never':
      return t('never');
    case 'notCounted':
      return t('not counted');
    case 'deprecated':
      return t('deprecated');
  }
}

const csvHead = [
  ...[
    'State',
    'Deprecated',
    'Method',
    'Path',
    'Declared',
    'Status',
    'Requests',
    'Injected at most',
  ],
];

/** A row for each status that was answered; one without any for an operation that was never called. */
function csvRows(operation: OperationCoverage): (string | number | null)[][] {
  const { state, deprecated, method, path, declared, seen } = operation;
  if (operation.state === 'notCounted') {
    return [
      [
        'not counted',
        deprecated ? 'yes' : 'no',
        method,
        path,
        declared.join(' '),
        null,
        null,
        null,
      ],
    ];
  }
  const names = [state, deprecated ? 'yes' : 'no', method, path, declared.join(' ')];
  return seen.length === 0
    ? [[...names, null, 0, 0]]
    : seen.map(({ status, requests, injected }) => [...names, status, requests, injected]);
}
