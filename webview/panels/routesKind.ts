import { matchesWords } from '../../src/domain/search';
import { wholeOf } from '../dashboardView';
import type { WholeView } from '../dashboardView';
import { pathMark } from '../elements/marks';
import { t } from '../localize';
import { pathRoom } from '../tables/pathRoom';
import type { PanelColumn, TablePanelKind } from './tablePanel';

interface Route {
  readonly method: string | null;
  readonly endpoint: string;
}

/** What panels of routes have in common: a method and a path in each row, which the search looks at. */
export function routesKind<Row extends Route>(
  all: (view: WholeView) => readonly Row[],
  pathOf: (row: Row, room: number) => HTMLElement = ({ endpoint }, room) =>
    pathMark(endpoint, room),
): Pick<TablePanelKind<Row, WholeView>, 'className' | 'viewOf' | 'rows' | 'columns'> &
  Required<Pick<TablePanelKind<Row, WholeView>, 'layOut'>> {
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
      draw: (cell, row, _, room) => {
        cell.append(pathOf(row, room));
      },
    },
  ];
  return {
    className: 'routes',
    viewOf: wholeOf,
    rows: (view) =>
      all(view).filter(({ method, endpoint }) =>
        matchesWords(view.search, [`${method ?? ''} ${endpoint}`]),
      ),
    layOut: ({ table }) => pathRoom(table.root, '.path-head', 0),
    columns,
  };
}
