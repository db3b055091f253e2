import type { EndpointColumn, EndpointRow } from '../../src/protocol/dashboardData';
import { endpointPageSize } from '../../src/protocol/dashboardState';
import type { EndpointName } from '../../src/protocol/readModels';
import { countOfAll, noteText, untilText, wholeOf } from '../dashboardView';
import type { DashboardView, WholeView } from '../dashboardView';
import { changedText, endpointText, onlyTexts } from '../../src/protocol/differenceTexts';
import { element, setShown } from '../elements/dom';
import { t } from '../localize';
import { Pager } from '../tables/pager';
import { pathRoom } from '../tables/pathRoom';
import { logReason } from '../text/logReason';
import { endpointColumns, endpointCsvRows } from './endpointColumns';
import type { Panel } from './panel';
import type { DashboardPanel, PanelContext, PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';

/** Pixels that the method takes beside a path where it has no column of its own (styles/columns.css). */
const methodWidth = 38;

/** Endpoints with traffic: the store sorts, searches and pages them. */
export const endpointsTable: PanelKind = (context) => new EndpointsTable(context);

class EndpointsTable implements DashboardPanel {
  readonly panel: Panel;
  readonly #list: TablePanel<EndpointRow, WholeView>;
  readonly #pager: Pager;
  readonly #changed = element('p', { class: 'changed', hidden: '' });
  readonly #open: (name: EndpointName) => void;
  #told = '';

  constructor({ actions, sort, onPage }: PanelContext) {
    const open = ({ protocol, method, endpoint }: EndpointName): void => {
      actions.openEndpoint({ protocol, method, endpoint });
    };
    this.#list = new TablePanel(
      {
        name: 'endpoints',
        title: t('Endpoints'),
        className: 'endpoints paged',
        viewOf: wholeOf,
        rows: ({ data }) => data.endpoints.rows,
        total: ({ data }) => data.endpoints.found,
        note,
        emptyReason,
        sort,
        onSort: ({ column, descending }) => {
          onPage({ column: column as EndpointColumn, descending, offset: 0 });
        },
        onOpen: open,
        keyOf,
        layOut: ({ table }, { narrow }) =>
          pathRoom(table.root, '.path-head', narrow ? methodWidth : 0),
        dependsOn: ({ data: { endpoints, summary } }) => [
          endpoints.mostRequests,
          endpoints.greatestImpact,
          summary.coveredSeconds,
        ],
        columns: endpointColumns(open, actions),
        csv: async ({ data }) => endpointCsvRows(data, await actions.readEndpoints()),
      },
      actions,
    );
    this.panel = this.#list.panel;
    this.#pager = new Pager(endpointPageSize, (offset) => {
      onPage({ offset });
    });
    this.panel.content.append(this.#pager.root);
    this.panel.content.prepend(this.#changed);
    this.#open = open;
  }

  update(view: DashboardView): void {
    this.#list.update(view);
    const whole = wholeOf(view);
    if (!whole) return;
    this.#tellChanged(whole);
    const { found, rows } = whole.data.endpoints;
    // The last page may be short; the room of a whole one stays, so that nothing below moves.
    this.panel.content.classList.toggle('many', found > endpointPageSize);
    this.#pager.show(whole.data.query.endpointPage.offset, rows.length, found, view.numbers);
  }

  /** What only one of the periods had comes first: it explains most differences. */
  #tellChanged({ data: { changed }, numbers }: WholeView): void {
    setShown(this.#changed, changed !== null);
    if (!changed) return;
    const { lead, endpoints, more, few } = changedText(changed, numbers, t);
    const only = onlyTexts(changed, numbers, t).join(' ');
    const told = JSON.stringify([only, lead, endpoints, more, few]);
    if (told === this.#told) return;
    this.#told = told;
    const names = endpoints.flatMap(({ name, became }, i) => {
      const button = element('button', { type: 'button', class: 'link' }, endpointText(name));
      button.addEventListener('click', () => {
        this.#open(name);
      });
      return [i === 0 ? ': ' : '; ', button, `: ${became}`];
    });
    this.#changed.replaceChildren([only, lead].join(' ').trimStart(), ...names, `${more}.${few}`);
  }

  focusEndpoint(name: EndpointName): void {
    const { table } = this.#list;
    if (!table.focusRow(keyOf(name))) table.root.querySelector('button')?.focus();
  }
}

function keyOf({ protocol, method, endpoint }: EndpointName): string {
  return JSON.stringify([protocol, method, endpoint]);
}

function note(view: WholeView): string {
  const { endpoints, unfilteredRows, query } = view.data;
  const { total, found } = endpoints;
  const all = unfilteredRows?.endpoints ?? total;
  const shown = query.endpointPage.search === '' ? total : found;
  const text = t('{0} with traffic', countOfAll(shown, all, view.numbers));
  return noteText(total === 0 ? null : text, untilText(view));
}

function emptyReason({ data, status }: WholeView): string {
  if (data.endpoints.total > 0) return t('No endpoint matches the search.');
  if (data.unfilteredRows) return t('No endpoint fits the filters.');
  if (status.log.state !== 'on') {
    return logReason(
      status,
      t("Endpoints come from MockForge's admin API. Start MockForge with --admin."),
    );
  }
  return t('No requests in this range.');
}
