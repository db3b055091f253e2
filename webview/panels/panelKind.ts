import type { EndpointPage } from '../../src/protocol/dashboardData';
import type { EndpointName } from '../../src/protocol/readModels';
import type { DashboardViewState } from '../../src/protocol/webviewMessages';
import type { Crosshair } from '../charts/crosshair';
import type { WindowActions } from '../charts/selectionBar';
import type { DashboardView, PanelActions } from '../dashboardView';
import type { Panel } from './panel';

/** What panels are made with. */
export interface PanelContext {
  readonly actions: PanelActions;
  /** One for all charts over time. */
  readonly crosshair: Crosshair;
  readonly window: WindowActions;
  /** What the endpoints are sorted by at first. */
  readonly sort: DashboardViewState['sort'];
  /** Another page of the endpoints, or another order. */
  readonly onPage: (change: Partial<EndpointPage>) => void;
}

/** A panel as the dashboard sees it. */
export interface DashboardPanel {
  readonly panel: Panel;
  update(view: DashboardView): void;
  /** Draws what its height depends on, so that what stands beside it needs to be drawn in one size only. */
  prepare?(view: DashboardView): void;
  /** Gives the focus to an endpoint's row, or near it. */
  focusEndpoint?(name: EndpointName): void;
}

/** Makes a panel; once for a dashboard, on whichever of its pages it stands. */
export type PanelKind = (context: PanelContext) => DashboardPanel;

/** What stands on the dashboard's two pages, from the top; panels in a list of their own share one place. */
export interface Pages {
  readonly overall: readonly (PanelKind | readonly PanelKind[])[];
  readonly ofEndpoint: readonly PanelKind[];
}
