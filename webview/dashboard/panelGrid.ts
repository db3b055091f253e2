import { Crosshair } from '../charts/crosshair';
import { isWhole, targetOf } from '../dashboardView';
import type { DashboardView, PanelActions, WholeView } from '../dashboardView';
import type { DashboardViewState } from '../../src/protocol/webviewMessages';
import type { EndpointPage } from '../../src/protocol/dashboardData';
import { Slices } from './slices';
import { Cards } from '../panels/cards';
import { errorRateKind, latencyKind, trafficKind } from '../panels/chartKinds';
import { ClientsTable } from '../panels/clientsTable';
import { DaysPanel } from '../panels/daysPanel';
import { DistributionPanel } from '../panels/distributionPanel';
import { element } from '../elements/dom';
import { EndpointsTable } from '../panels/endpointsTable';
import { ErrorsTable } from '../panels/errorsTable';
import { ExplainPanel } from '../panels/explainPanel';
import { HeatmapPanel } from '../panels/heatmapPanel';
import { LiveTail } from '../panels/liveTail';
import type { Panel } from '../panels/panel';
import { ProtocolsTable } from '../panels/protocolsTable';
import { NeverCalledPanel, NotDefinedPanel } from '../panels/routesPanels';
import type { WindowActions } from '../charts/selectionBar';
import { StatusCodesTable } from '../panels/statusCodesTable';
import { SystemPanel } from '../panels/systemPanel';
import { TimeChart } from '../panels/timeChart';

interface Updated<View = DashboardView> {
  update(view: View): void;
}

interface GridPanel<View = DashboardView> extends Updated<View> {
  readonly panel: Panel;
}

interface GridListener {
  readonly onPage: (change: Partial<EndpointPage>) => void;
  readonly onZoom: WindowActions['zoomIn'];
  readonly onExplain: WindowActions['explain'];
}

/** The panels: those of all traffic, or those of one endpoint; what both have stays the same. */
export class PanelGrid {
  readonly root: HTMLElement;
  readonly explanation: ExplainPanel;
  readonly endpoints: EndpointsTable;
  readonly #cards = new Cards();
  readonly #grid = element('div', { class: 'grid' });
  readonly #charts: readonly TimeChart[];
  readonly #overall: readonly GridPanel[];
  readonly #ofEndpoint: readonly GridPanel[];
  readonly #overallRoots: readonly HTMLElement[];
  readonly #crosshair = new Crosshair();
  readonly #slices = new Slices();
  #shown: readonly HTMLElement[] = [];

  constructor(state: DashboardViewState, actions: PanelActions, listener: GridListener) {
    const crosshair = this.#crosshair;
    const window: WindowActions = {
      zoomIn: (span) => {
        crosshair.clearSelection();
        listener.onZoom(span);
      },
      explain: listener.onExplain,
      clear: () => {
        crosshair.clearSelection();
      },
    };
    const context = { crosshair, window, actions };
    const traffic = new TimeChart(trafficKind(), context);
    const latency = new TimeChart(latencyKind(), context);
    const errorRate = new TimeChart(errorRateKind(), context);
    const errors = whenWhole(new ErrorsTable(actions));
    const tail = whenWhole(new LiveTail(actions));
    const clients = whenWhole(new ClientsTable(actions));
    const codes = new StatusCodesTable(actions);
    const never = whenWhole(new NeverCalledPanel(actions));
    const notDefined = whenWhole(new NotDefinedPanel(actions));
    this.explanation = new ExplainPanel(actions);
    const protocols = new ProtocolsTable(actions);
    this.endpoints = new EndpointsTable(state.sort, actions, listener.onPage);
    const endpoints = whenWhole(this.endpoints);
    const heatmap = new HeatmapPanel(actions);
    this.#charts = [traffic, latency, errorRate];
    const first = [...this.#charts, protocols, endpoints, errors, tail, heatmap, clients, codes];
    const last = [new SystemPanel(actions), new DaysPanel(actions)];
    this.#overall = [...first, never, notDefined, ...last];
    const distribution = new DistributionPanel(actions);
    this.#ofEndpoint = [traffic, errorRate, latency, distribution, errors, codes, tail, clients];
    const routes = element(
      'div',
      { class: 'panel-stack' },
      never.panel.root,
      notDefined.panel.root,
    );
    const roots = (panels: readonly GridPanel[]): HTMLElement[] =>
      panels.map(({ panel }) => panel.root);
    this.#overallRoots = [...roots(first), routes, ...roots(last)];
    this.root = element(
      'div',
      { class: 'dashboard', hidden: '' },
      this.#cards.root,
      this.explanation.panel.root,
      this.#grid,
    );
  }

  /**
   * Draws at once what takes the place of something else, else in tasks so short that the page goes on answering. The
   * first of a page that opens are cards and charts, which are what is waited for.
   */
  update(view: DashboardView): void {
    const ofEndpoint = targetOf(view) !== null;
    const panels = ofEndpoint ? this.#ofEndpoint : this.#overall;
    const roots = ofEndpoint ? panels.map(({ panel }) => panel.root) : this.#overallRoots;
    const isNew = roots[1] !== this.#shown[1];
    const isFirst = this.#shown.length === 0;
    if (isNew) {
      this.#crosshair.clearSelection();
      this.explanation.close();
      this.#grid.classList.toggle('of-endpoint', ofEndpoint);
      this.#grid.replaceChildren(...roots);
      this.#shown = roots;
      for (const chart of this.#charts) chart.prepare(view);
    }
    const piece =
      (...parts: readonly Updated[]) =>
      (): void => {
        for (const part of parts) part.update(view);
      };
    const parts = [this.#cards, ...panels];
    const awaited: readonly Updated[] = [this.#cards, ...this.#charts];
    if (isFirst) {
      const others = parts.filter((part) => !awaited.includes(part));
      this.#slices.begin([piece(...awaited), ...others.map((part) => piece(part))]);
    } else this.#slices.begin(isNew ? [piece(...parts)] : parts.map((part) => piece(part)));
  }
}

/** Draws a table when there is anything for it; until then it says that what it shows is not meant. */
function whenWhole(table: GridPanel<WholeView>): GridPanel {
  return {
    panel: table.panel,
    update: (view) => {
      const whole = isWhole(view);
      table.panel.wait(!whole);
      if (whole) table.update(view);
    },
  };
}
