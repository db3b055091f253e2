import { joined } from '../../src/domain/numberFormat';
import { matchesWords } from '../../src/domain/search';
import type {
  OperationCoverage,
  OperationState,
  UndefinedOperation,
} from '../../src/protocol/contractCoverage';
import { isOwn } from '../../src/protocol/contractCoverage';
import { Legend } from '../charts/legend';
import { noteText, untilText, wholeOf } from '../dashboardView';
import type { DashboardView, PanelActions, WholeView } from '../dashboardView';
import { element, setShown } from '../elements/dom';
import { pathMark, squareKey } from '../elements/marks';
import { t } from '../localize';
import { pathRoom } from '../tables/pathRoom';
import { operationStatuses, seenStatuses } from './operationStatuses';
import type { DashboardPanel, PanelKind } from './panelKind';
import { SeenCoverage } from './seenCoverage';
import { TablePanel } from './tablePanel';

/** How an operation is listed: deprecated ones apart, and those that no document has. */
type Listed = OperationState | 'deprecated' | 'undefined';
const listed: readonly Listed[] = ['covered', 'partly', 'never', 'deprecated', 'undefined'];

/** An operation of a document, or one that none has. */
type ListedOperation = OperationCoverage & { readonly missing?: UndefinedOperation };

/** What was exercised of the API that the target's documents define. */
export const coveragePanel: PanelKind = ({ actions }) => new CoveragePanel(actions);

class CoveragePanel implements DashboardPanel {
  readonly #actions: PanelActions;
  readonly #table: TablePanel<ListedOperation, WholeView>;
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

  get #operations(): readonly ListedOperation[] {
    const { coverage, notDefined = [] } = this.#coverage.answer ?? {};
    return [...(coverage?.list ?? []), ...notDefined.map(asListed)];
  }

  #rows({ search }: WholeView): readonly ListedOperation[] {
    return this.#operations
      .filter((one) => this.#legend.isDrawn(listed.indexOf(listedAs(one))))
      .filter(({ method, path, operationId }) =>
        matchesWords(search, [`${method} ${path}`, operationId]),
      );
  }

  #newTable(): TablePanel<ListedOperation, WholeView> {
    return new TablePanel<ListedOperation, WholeView>(
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
              const { missing } = operation;
              if (!missing) cell.append(operationStatuses(operation, numbers));
              else cell.append(seenStatuses(missing.seen, numbers), this.#createButton(missing));
            },
          },
          {
            key: 'requests',
            title: t('Requests'),
            className: 'number count',
            draw: (cell, operation, { numbers }) => {
              const { paths = 1 } = operation.missing ?? {};
              const different = paths > 1 ? t(', {0} paths', numbers.count(paths)) : '';
              const requests = numbers.count(requestsOf(operation));
              cell.append(requests, element('span', { class: 'secondary' }, different));
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

  #createButton({ method, path, seen, isCreatable }: UndefinedOperation): HTMLElement | string {
    if (!isCreatable) return '';
    const button = element(
      'button',
      {
        type: 'button',
        class: 'link',
        'aria-label': t('Create Operation {0}', `${method} ${path}`),
      },
      t('Create Operation'),
    );
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      const statuses = seen.filter(isOwn).map(({ status }) => status);
      this.#actions.createOperation({ method, path, statuses });
    });
    return button;
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

function asListed(missing: UndefinedOperation): ListedOperation {
  const { method, path, endpoint, seen } = missing;
  return {
    ...{ method, path, endpoint, seen, missing, operationId: null, deprecated: false },
    ...{ declared: [], state: 'never', documents: [] },
  };
}

function listedAs({ missing, deprecated, state }: ListedOperation): Listed {
  if (missing) return 'undefined';
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
    case 'deprecated':
      return t('deprecated');
    case 'undefined':
      return t('not defined');
  }
}

function requestsOf({ seen }: OperationCoverage): number {
  return seen.reduce((sum, { requests }) => sum + requests, 0);
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
function csvRows(operation: ListedOperation): (string | number | null)[][] {
  const { missing, deprecated, method, path, declared, seen } = operation;
  const state = missing ? 'not defined' : operation.state;
  const names = [state, deprecated ? 'yes' : 'no', method, path, declared.join(' ')];
  return seen.length === 0
    ? [[...names, null, 0, 0]]
    : seen.map(({ status, requests, injected }) => [...names, status, requests, injected]);
}
