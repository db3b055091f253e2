import type { NotDefined } from '../../src/protocol/dashboardData';
import { noteText, untilText } from '../dashboardView';
import type { WholeView } from '../dashboardView';
import { element } from '../elements/dom';
import { t } from '../localize';
import type { PanelKind } from './panelKind';
import { routesKind } from './routesKind';
import { TablePanel } from './tablePanel';

/** Requests that match no route. */
export const notDefinedPanel: PanelKind = ({ actions }) => {
  const kind = routesKind<NotDefined>(({ data }) => data.notDefined);
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
