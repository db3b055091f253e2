import { joined } from '../../src/domain/numberFormat';
import { clientName } from '../../src/domain/userAgent';
import type { ClientRow } from '../../src/protocol/dashboardData';
import { matchesWords } from '../../src/domain/search';
import { countOfAll, wholeOf, noteText, targetOf, untilText } from '../dashboardView';
import type { WholeView } from '../dashboardView';
import { standOfPanel } from '../../src/domain/filterStanding';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { filterActions } from '../tables/filterActions';
import { t } from '../localize';
import { logReason } from '../text/logReason';
import { percentOf } from './chartRows';
import type { PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';

/** The programs that requests came from; of an endpoint those whose requests failed. */
export const clientsTable: PanelKind = ({ actions }) =>
  new TablePanel<ClientRow, WholeView>(
    {
      name: 'clients',
      title: t('Clients'),
      className: 'clients',
      viewOf: wholeOf,
      rows: ({ data, search }) =>
        data.clients.rows.filter(({ userAgent }) =>
          matchesWords(search, [clientName(userAgent, t), userAgent]),
        ),
      note,
      emptyReason,
      short: { length: 8, what: t('clients') },
      layOut: ({ panel, table }, view) => {
        const ofEndpoint = isOfFailed(view);
        panel.title(ofEndpoint ? t('Clients of failed requests') : t('Clients'));
        table.rename('requests', { title: ofEndpoint ? t('Failed') : t('Requests') });
        table.rename('share', { title: ofEndpoint ? t('Share') : t('Error rate') });
        return 0;
      },
      dependsOn: (view) => [targetOf(view), isOfFailed(view)],
      columns: [
        {
          key: 'client',
          title: t('Client'),
          className: 'client-name',
          draw: (cell, { userAgent }) => {
            cell.append(
              clientName(userAgent, t),
              filterActions({ kind: 'client', userAgent }, actions),
            );
            cell.classList.toggle('secondary', userAgent === null);
            cell.title = userAgent ?? t('These requests named no program.');
          },
        },
        {
          key: 'requests',
          title: t('Requests'),
          className: 'number count',
          draw: (cell, row, { numbers }) => {
            cell.textContent = numbers.count(row.requests ?? row.errors);
          },
        },
        {
          key: 'share',
          title: t('Error rate'),
          className: 'number share',
          draw: (cell, row, { numbers, data }) => {
            const whole = row.requests ?? data.errorTotals.count;
            cell.textContent = joined(numbers.percent(row.errors / Math.max(1, whole)));
          },
        },
      ],
      csv: (_, rows) => [
        ['Client', 'User agent', 'Requests', 'Errors', 'Error rate, %', 'Addresses'],
        ...rows.map(({ userAgent, requests, errors, addresses }) => [
          userAgent === null ? null : clientName(userAgent, t),
          userAgent,
          requests,
          errors,
          requests === null ? null : percentOf(errors, requests),
          addresses,
        ]),
      ],
      span: (view) => (targetOf(view) ? view.data.query : view.data.clients),
    },
    actions,
  );

function note(view: WholeView, rows: readonly ClientRow[]): string {
  const { clients, unfilteredRows } = view.data;
  return noteText(
    clients.total === 0 ? null : countOfAll(clients.total, unfilteredRows?.clients, view.numbers),
    !isOfFailed(view) && rows.length > 0 ? hoursText(view) : null,
    untilText(view),
  );
}

/** Whether they are those of failed requests: by some things who asked is kept of these alone. */
function isOfFailed(view: WholeView): boolean {
  const { standing } = standOfPanel('clients', conditionsIn(view.data.query.filter));
  return targetOf(view) !== null || standing === 'failed';
}

/** Where they are not of the range's own time, which need not begin and end with an hour. */
function hoursText({ data: { clients, query }, times }: WholeView): string | null {
  const from = times.short(clients.from, query.to);
  if (clients.to < query.to)
    return t('whole hours, {0} – {1}', from, times.short(clients.to, query.to));
  return clients.from < query.from ? t('whole hours, from {0}', from) : null;
}

function emptyReason({ data, status, search }: WholeView): string {
  if (search !== '' && data.clients.total > 0) return t('No client matches the search.');
  if (data.query.filter?.endpoint) return t('This endpoint had no failed requests in this range.');
  if (data.unfilteredRows) return t('No client fits the filters.');
  if (status.log.state !== 'on') {
    return logReason(
      status,
      t("Clients come from MockForge's admin API. Start MockForge with --admin."),
    );
  }
  return data.clients.from >= data.clients.to
    ? t('Clients are counted in whole hours, and none ends in this range.')
    : t('No requests in this range.');
}
