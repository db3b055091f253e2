import type { NotDefined, RouteName } from '../../src/protocol/dashboardData';
import { matchesSearch, noteText, untilText } from '../dashboardView';
import type { WholeView, PanelActions } from '../dashboardView';
import { t } from '../localize';
import { logReason } from '../text/logReason';
import { DataTable } from '../tables/dataTable';
import { element } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import { pathMark } from '../elements/marks';
import { MoreRows } from '../tables/moreRows';
import { Panel } from './panel';
import { pathRoom } from '../tables/pathRoom';

const fewRoutes = 5;
const fewPaths = 2;

/** Routes that got no request. */
export class NeverCalledPanel {
  readonly panel = new Panel('never-called', t('Never called'));
  readonly #more = new MoreRows(t('routes'), fewRoutes, () => {
    if (this.#view) this.update(this.#view);
  });
  #view: WholeView | undefined;
  #pathLength = 40;
  readonly #table = new DataTable<RouteName>({
    caption: t('Routes that were never called'),
    className: 'routes',
    columns: [
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
        draw: (cell, { endpoint }) => {
          cell.append(pathMark(endpoint, this.#pathLength));
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): string[][] => [
      ['Method', 'Path'],
      ...(this.#view?.data.neverCalled?.routes ?? []).map((route) => [
        route.method,
        route.endpoint,
      ]),
    ];
    this.panel.actions.append(exportButton('never-called', t('Never called'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#more.root);
  }

  update(view: WholeView): void {
    this.#view = view;
    const never = view.data.neverCalled;
    const routes = (never?.routes ?? []).filter(({ method, endpoint }) =>
      matchesSearch(view.search, [`${method} ${endpoint}`]),
    );
    const written = view.numbers.count;
    const count = never
      ? t('{0} of {1} routes', written(never.routes.length), written(never.routeCount))
      : null;
    this.panel.note(noteText(count, untilText(view)));
    this.panel.empty(routes.length > 0 ? null : emptyReason(view));
    this.#pathLength = pathRoom(this.#table.root, '.path-head', 0);
    this.#table.show(this.#more.slice(routes, view.numbers), String(this.#pathLength));
  }
}

function emptyReason({ data, status, search }: WholeView): string {
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

/** Requests that match no route. */
export class NotDefinedPanel {
  readonly panel = new Panel('not-defined', t('Not defined'));
  readonly #more = new MoreRows(t('paths'), fewPaths, () => {
    if (this.#view) this.update(this.#view);
  });
  #view: WholeView | undefined;
  #pathLength = 40;
  readonly #table = new DataTable<NotDefined>({
    caption: t('Requests that match no route'),
    className: 'routes',
    columns: [
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
        draw: (cell, { endpoint }) => {
          cell.append(pathMark(endpoint, this.#pathLength));
        },
      },
      {
        key: 'count',
        title: t('Count'),
        className: 'number count',
        draw: (cell, { count, paths }) => {
          const written = this.#view?.numbers.count;
          if (!written) return;
          const different = paths !== null && paths > 1 ? t(', {0} paths', written(paths)) : '';
          cell.append(written(count), element('span', { class: 'secondary' }, different));
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): (string | number | null)[][] => [
      ['Method', 'Path', 'Count', 'Different paths'],
      ...(this.#view?.data.notDefined ?? []).map((row) => [
        row.method,
        row.endpoint,
        row.count,
        row.paths,
      ]),
    ];
    this.panel.actions.append(exportButton('not-defined', t('Not defined'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#more.root);
  }

  update(view: WholeView): void {
    this.#view = view;
    const rows = view.data.notDefined.filter(({ method, endpoint }) =>
      matchesSearch(view.search, [`${method ?? ''} ${endpoint}`]),
    );
    this.panel.note(noteText(t('404 by path'), untilText(view)));
    this.panel.empty(rows.length > 0 ? null : t('Every request matched a route.'));
    this.#pathLength = pathRoom(this.#table.root, '.path-head', 0);
    this.#table.show(this.#more.slice(rows, view.numbers), String(this.#pathLength));
  }
}
