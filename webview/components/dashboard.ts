import type { CollectingStatus } from '../../src/protocol/collectingStatus';
import type { DashboardData } from '../../src/protocol/dashboardData';
import type { DashboardSettings, DashboardViewState } from '../../src/protocol/webviewMessages';
import { Crosshair } from '../charts/crosshair';
import { DashboardReader } from '../dashboardReader';
import type { DashboardView } from '../dashboardView';
import { numberFormat } from '../format';
import type { Host } from '../host';
import { rangeName, restoredState } from '../state';
import { onThemeChange, readTheme } from '../theme';
import { timeFormat } from '../times';
import { Announcer, changeText } from './announcer';
import { Cards } from './cards';
import { errorRateKind, latencyKind, trafficKind } from './chartKinds';
import { element, setShown } from './dom';
import { EmptyState } from './emptyState';
import { EndpointsTable } from './endpointsTable';
import { ErrorsTable } from './errorsTable';
import { FailurePanel } from './failurePanel';
import { NewestErrors } from './newestErrors';
import { ProtocolsTable } from './protocolsTable';
import { StateLine } from './stateLine';
import { StatusCodesTable } from './statusCodesTable';
import { TimeChart } from './timeChart';
import { Toolbar } from './toolbar';

const narrowQuery = '(max-width: 699px)';

/** The dashboard: asks for data, and hands one view of them to every panel. */
export class Dashboard {
  readonly root: HTMLElement;
  readonly #host: Host;
  readonly #settings: DashboardSettings;
  readonly #numbers;
  readonly #times;
  readonly #reader: DashboardReader;
  readonly #toolbar: Toolbar;
  readonly #stateLine: StateLine;
  readonly #failure: FailurePanel;
  readonly #emptyState: EmptyState;
  readonly #announcer = new Announcer();
  readonly #panels: readonly { update(view: DashboardView): void }[];
  readonly #panelArea: HTMLElement;
  readonly #heading = element('h1', { class: 'visually-hidden' }, 'MockForge Analytics');
  readonly #narrow = window.matchMedia(narrowQuery);
  #theme = readTheme();
  #state: DashboardViewState;
  #status: CollectingStatus;
  #data: DashboardData | null = null;
  #isRead = false;
  #loading: string | null = null;

  constructor(host: Host, settings: DashboardSettings) {
    this.#host = host;
    this.#settings = settings;
    this.#status = settings.status;
    this.#state = restoredState(host.savedState());
    this.#numbers = numberFormat(settings.locale);
    this.#times = timeFormat(settings.locale);
    const run = host.run.bind(host);

    this.#reader = new DashboardReader(host.calls, {
      onData: (data) => {
        this.#onData(data);
      },
      onFailure: (reason) => {
        this.#failure.show(reason);
      },
      onLoading: (range) => {
        this.#loading = range === null ? null : `Reading ${rangeName(range)}…`;
        this.#drawState();
      },
    });
    this.#toolbar = new Toolbar(this.#state, {
      onChange: (change) => {
        this.#change(change);
      },
      onRefresh: () => {
        this.#read();
      },
    });
    this.#stateLine = new StateLine(run);
    this.#failure = new FailurePanel(
      () => {
        this.#read();
      },
      () => {
        run('showLog');
      },
    );
    this.#emptyState = new EmptyState(run);

    const crosshair = new Crosshair();
    const charts = [trafficKind, latencyKind, errorRateKind].map(
      (kind) =>
        new TimeChart(kind, crosshair, (text) => {
          this.#announcer.say(text);
        }),
    );
    const cards = new Cards();
    const tables = [
      new ProtocolsTable(),
      new StatusCodesTable(),
      new EndpointsTable(),
      new ErrorsTable(),
      new NewestErrors(() => {
        run('showRecentErrors');
      }),
    ];
    this.#panels = [cards, ...charts, ...tables];
    this.#panelArea = element(
      'div',
      { class: 'dashboard', hidden: '' },
      cards.root,
      element('div', { class: 'grid' }, ...[...charts, ...tables].map(({ panel }) => panel.root)),
    );
    this.root = element(
      'main',
      {},
      this.#heading,
      this.#toolbar.root,
      this.#stateLine.root,
      this.#failure.root,
      this.#emptyState.root,
      this.#panelArea,
      this.#announcer.root,
    );
    setShown(this.#emptyState.root, false);
  }

  /** Listens to the host and the editor's theme, and reads for the first time. */
  start(): void {
    this.#host.onEvent((event) => {
      if (event.type === 'status') this.#onStatus(event.status);
      else if (this.#state.live || !this.#data) this.#read();
    });
    onThemeChange(() => {
      this.#theme = readTheme();
      this.#draw();
    });
    this.#narrow.addEventListener('change', () => {
      this.#draw();
    });
    this.#drawState();
    this.#read();
  }

  #read(): void {
    this.#reader.read(this.#state.range);
  }

  #change(change: Partial<DashboardViewState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    this.#host.saveState(this.#state);
    this.#drawState();
    if (this.#state.search !== before.search) this.#draw();
    if (this.#state.range !== before.range || (this.#state.live && !before.live)) this.#read();
  }

  #onStatus(status: CollectingStatus): void {
    const changedPhase = status.phase !== this.#status.phase;
    this.#status = status;
    if (changedPhase) this.#draw();
    else this.#drawState();
  }

  #onData(data: DashboardData | null): void {
    const said = data && this.#isRead ? changeText(this.#data, data, this.#numbers) : null;
    this.#data = data;
    this.#isRead = true;
    this.#failure.show(null);
    this.#draw();
    if (said !== null) this.#announcer.say(said);
  }

  #draw(): void {
    this.#drawState();
    if (!this.#data) return;
    const view: DashboardView = {
      data: this.#data,
      status: this.#status,
      theme: this.#theme,
      numbers: this.#numbers,
      times: this.#times,
      errorRateThreshold: this.#settings.errorRateThresholdPercent / 100,
      search: this.#state.search.trim().toLowerCase(),
      narrow: this.#narrow.matches,
    };
    for (const panel of this.#panels) panel.update(view);
  }

  #drawState(): void {
    const status = this.#status;
    const collecting = status.phase === 'collecting';
    const showsInterval = collecting && !this.#narrow.matches;
    this.#toolbar.update(this.#state, showsInterval ? status.scrapeIntervalSeconds : null);
    this.#stateLine.update({
      status,
      data: this.#data,
      numbers: this.#numbers,
      times: this.#times,
      loading: this.#loading,
    });
    const isEmpty = this.#isRead && !this.#data;
    this.#toolbar.enable(!isEmpty);
    // The empty state has a main heading of its own.
    setShown(this.#heading, !isEmpty);
    setShown(this.#emptyState.root, isEmpty);
    setShown(this.#panelArea, this.#data !== null);
    this.#emptyState.update(status);
  }
}
