import type { NotDefined, RouteName } from '../../src/protocol/dashboardData';
import { matchesWords } from '../../src/domain/search';
import { wholeOf, noteText, untilText } from '../dashboardView';
import type { WholeView } from '../dashboardView';
import { element } from '../elements/dom';
import { pathMark } from '../elements/marks';
import { t } from '../localize';
import { pathRoom } from '../tables/pathRoom';
import { logReason } from '../text/logReason';
import type { PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';
import type { PanelColumn, TablePanelKind } from './tablePanel';

interface Route {
  readonly method: string | null;
  readonly endpoint: string;
}

/** Routes that got no request. */
export const neverCalledPanel: PanelKind = ({ actions }) =>
  new TablePanel<RouteName, WholeView>(
    {
      ...routesKind(({ neverCalled }) => neverCalled?.routes ?? []),
      name: 'never-called',
      title: t('Never called'),
      caption: t('Routes that were never called'),
      note: (view) => {
        const never = view.data.neverCalled;
        const { count } = view.numbers;
        const text =
          never && t('{0} of {1} routes', count(never.routes.length), count(never.routeCount));
        return noteText(text, untilText(view));
      },
      emptyReason: whyNone,
      short: { length: 5, what: t('routes') },
      csv: (_, rows) => [
        ['Method', 'Path'],
        ...rows.map((route) => [route.method, route.endpoint]),
      ],
    },
    actions,
  );

/** Requests that match no route. */
export const notDefinedPanel: PanelKind = ({ actions }) => {
  const kind = routesKind(({ notDefined }) => notDefined);
  return new TablePanel<NotDefined, WholeView>(
    {
      ...kind,
      name: 'not-defined',
      title: t('Not defined'),
      caption: t('Requests that match no route'),
      note: (view) => noteText(t('404 by path'), untilText(view)),
      emptyReason: () => t('Every request matched a route.'),
      short: { length: 2, what: t('paths') },
      columns: [
        ...kind.columns,
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
      csv: (_, rows) => [
        ['Method', 'Path', 'Count', 'Different paths'],
        ...rows.map((row) => [row.method, row.endpoint, row.count, row.paths]),
      ],
    },
    actions,
  );
};

/** What the two have in common: a method and a path in each row, which the search looks at. */
function routesKind<Row extends Route>(
  all: (data: WholeView['data']) => readonly Row[],
): Pick<TablePanelKind<Row, WholeView>, 'className' | 'viewOf' | 'rows' | 'layOut' | 'columns'> {
  const columns: readonly PanelColumn<Row, WholeView>[] = [
    {
      key: 'method',
      title: t('Method'),
      className: 'method',
      draw: (cell, { method }) => {
        cell.textContent = method ?? '';
      },
    },
    {
      key: 'path',
      title: t('Path'),
      className: 'path-head',
      draw: (cell, { endpoint }, _, room) => {
        cell.append(pathMark(endpoint, room));
      },
    },
  ];
  return {
    className: 'routes',
    viewOf: wholeOf,
    rows: ({ data, search }) =>
      all(data).filter(({ method, endpoint }) =>
        matchesWords(search, [`${method ?? ''} ${endpoint}`]),
      ),
    layOut: ({ table }) => pathRoom(table.root, '.path-head', 0),
    columns,
  };
}

function whyNone({ data, status, search }: WholeView): string {
  if (!data.neverCalled) {
    return logReason(
      status,
      t("Routes come from the server's admin API. Start MockForge with --admin."),
    );
  }
  if (search !== '' && data.neverCalled.routes.length > 0) return t('No route matches the search.');
  return data.neverCalled.routeCount === 0
    ? t('The server has no routes.')
    : t('Every route was called in this range.');
}
