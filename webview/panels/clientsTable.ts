import { clientName } from '../../src/domain/userAgent';
import type { ClientRow } from '../../src/protocol/dashboardData';
import { matchesSearch, noteText, targetOf, untilText } from '../dashboardView';
import type { WholeView, PanelActions } from '../dashboardView';
import { joined } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { logReason } from '../text/logReason';
import { DataTable } from '../tables/dataTable';
import { exportButton } from '../controls/exportButton';
import { MoreRows } from '../tables/moreRows';
import { Panel } from './panel';

const shortList = 8;

/** The programs that requests came from; of an endpoint those whose requests failed. */
export class ClientsTable {
  readonly panel = new Panel('clients', t('Clients'));
  readonly #more = new MoreRows(t('clients'), shortList, () => {
    if (this.#view) this.update(this.#view);
  });
  #view: WholeView | undefined;
  readonly #table = new DataTable<ClientRow>({
    caption: t('Clients'),
    className: 'clients',
    columns: [
      {
        key: 'client',
        title: t('Client'),
        className: 'client-name',
        draw: (cell, { userAgent }) => {
          cell.textContent = clientName(userAgent);
          cell.classList.toggle('secondary', userAgent === null);
          cell.title = userAgent ?? t('These requests named no program.');
        },
      },
      {
        key: 'requests',
        title: t('Requests'),
        className: 'number count',
        draw: (cell, row) => {
          cell.textContent = this.#view?.numbers.count(row.requests ?? row.errors) ?? '';
        },
      },
      {
        key: 'share',
        title: t('Error rate'),
        className: 'number share',
        draw: (cell, row) => {
          const { numbers, data } = this.#view ?? {};
          const whole = row.requests ?? data?.errorTotals.count ?? 0;
          if (numbers) cell.textContent = joined(numbers.percent(row.errors / Math.max(1, whole)));
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): (string | number | null)[][] => [
      ['User agent', 'Requests', 'Errors', 'Addresses'],
      ...(this.#view?.data.clients.rows ?? []).map((row) => [
        row.userAgent,
        row.requests,
        row.errors,
        row.addresses,
      ]),
    ];
    this.panel.actions.append(exportButton('clients', t('Clients'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#more.root);
  }

  update(view: WholeView): void {
    this.#view = view;
    const { clients } = view.data;
    const ofEndpoint = targetOf(view) !== null;
    this.panel.title(ofEndpoint ? t('Clients of failed requests') : t('Clients'));
    this.#table.rename('requests', ofEndpoint ? t('Failed') : t('Requests'));
    this.#table.rename('share', ofEndpoint ? t('Share') : t('Error rate'));
    const rows = clients.rows.filter(({ userAgent }) =>
      matchesSearch(view.search, [clientName(userAgent), userAgent]),
    );
    const from = view.times.short(clients.from, view.data.query.to);
    const whole = !ofEndpoint && clients.from < view.data.query.from;
    this.panel.note(
      noteText(
        clients.total === 0 ? null : view.numbers.count(clients.total),
        whole && rows.length > 0 ? t('since {0}', from) : null,
        untilText(view),
      ),
    );
    this.panel.empty(rows.length > 0 ? null : emptyReason(view));
    this.#table.show(this.#more.slice(rows, view.numbers), String(ofEndpoint));
  }
}

function emptyReason({ data, status, search }: WholeView): string {
  if (search !== '' && data.clients.total > 0) return t('No client matches the search.');
  if (data.query.filter?.endpoint) return t('This endpoint had no failed requests in this range.');
  if (status.log.state !== 'on') {
    return logReason(
      status,
      t("Clients come from MockForge's admin API. Start MockForge with --admin."),
    );
  }
  return t('No requests in this range.');
}
