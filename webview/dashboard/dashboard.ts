import { errorMessage } from '../../src/domain/errorMessage';
import type { CollectingStatus } from '../../src/protocol/collectingStatus';
import type { DashboardCharts, DashboardData } from '../../src/protocol/dashboardData';
import {
  changedState,
  placedState,
  requestOf,
  restoredState,
} from '../../src/protocol/dashboardState';
import { applied } from '../../src/protocol/difference';
import type { ImportedFile } from '../../src/protocol/importedFile';
import type { EndpointName } from '../../src/protocol/readModels';
import type {
  DashboardPlace,
  DashboardRequest,
  DashboardSettings,
  DashboardViewState,
  WebviewEvent,
} from '../../src/protocol/webviewMessages';
import { DashboardReader } from './dashboardReader';
import type { DashboardView, PanelActions } from '../dashboardView';
import { numberFormat } from '../../src/domain/numberFormat';
import type { Host } from '../host';
import { t } from '../localize';
import { rangeName } from '../text/rangeName';
import { onThemeChange, readTheme } from '../theme';
import { duration, timeFormat } from '../text/times';
import { Announcer, changeText } from './announcer';
import { element, setShown } from '../elements/dom';
import { EmptyState } from './emptyState';
import { EndpointHeader } from './endpointHeader';
import { FailurePanel } from './failurePanel';
import { PanelGrid } from './panelGrid';
import type { TimeWindow } from '../charts/selectionBar';
import { StateLine } from './stateLine';
import { Toolbar } from './toolbar';

const narrowQuery = '(max-width: 699px)';
/** Milliseconds of rest after which what was typed is searched for. */
const typingPause = 150;

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
  readonly #header: EndpointHeader;
  readonly #failure: FailurePanel;
  readonly #emptyState: EmptyState;
  readonly #announcer = new Announcer();
  readonly #grid: PanelGrid;
  readonly #heading = element('h1', { class: 'visually-hidden' }, 'MockForge Analytics');
  readonly #narrow = window.matchMedia(narrowQuery);
  #theme = readTheme();
  #state: DashboardViewState;
  #offset = 0;
  #status: CollectingStatus;
  #files: readonly ImportedFile[];
  #data: DashboardData | null = null;
  /** What is drawn: of what was chosen last, the charts alone as long as the rest is not there. */
  #drawn: DashboardCharts | null = null;
  /** The number of the answer or message that the data are from. */
  #revision = 0;
  #isRead = false;
  #loading: string | null = null;
  #typing: number | undefined;
  /** Where a restarted page should scroll to, until it is long enough. */
  #scrollGoal: number | null;
  /** Where the page was scrolled to before an endpoint was opened. */
  #overviewScroll = 0;
  /** The endpoint from which it goes back to all of them, until these are there. */
  #left: EndpointName | null = null;

  constructor(host: Host, settings: DashboardSettings) {
    this.#host = host;
    this.#settings = settings;
    this.#status = settings.status;
    this.#files = settings.importedFiles;
    const restored = restoredState(host.savedState());
    this.#state = settings.place ? placedState(restored, settings.place) : restored;
    this.#scrollGoal = this.#state.scroll;
    this.#numbers = numberFormat(settings.locale);
    this.#times = timeFormat(settings.locale);
    const run = host.run.bind(host);

    this.#reader = new DashboardReader(host.calls, {
      onCharts: (charts) => {
        this.#drawn = charts;
        this.#draw();
      },
      onData: ({ revision, data }) => {
        this.#revision = revision;
        this.#onData(data);
      },
      onFailure: (reason) => {
        this.#drawn = this.#data;
        this.#draw();
        this.#failure.show(reason);
      },
      onLoading: (request) => {
        this.#loading = request && t('Reading {0}…', periodName(request));
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
      onExport: () => {
        run('export');
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
    const actions = this.#actions();
    this.#header = new EndpointHeader(() => {
      this.#openEndpoint(null);
    }, actions);
    this.#grid = new PanelGrid(this.#state, actions, {
      onPage: ({ offset, column, descending }) => {
        this.#offset = offset ?? this.#offset;
        if (column) this.#change({ sort: { column, descending: descending ?? true } });
        else this.#read();
      },
      onZoom: ({ from, to }) => {
        this.#change({ period: { kind: 'between', from, to } });
      },
      onExplain: (span) => {
        void this.#explain(span);
      },
    });
    this.root = element(
      'main',
      {},
      this.#heading,
      this.#toolbar.root,
      this.#stateLine.root,
      this.#header.root,
      this.#failure.root,
      this.#emptyState.root,
      this.#grid.root,
      this.#announcer.root,
    );
    setShown(this.#emptyState.root, false);
  }

  /** Listens to the host and the editor's theme, and reads for the first time. */
  start(): void {
    this.#host.onEvent((event) => {
      if (event.type === 'status') this.#onStatus(event.status);
      else if (event.type === 'importedFiles') this.#onFiles(event.files);
      else if (event.type === 'show') this.#show(event.place);
      else if (event.type === 'changed') this.#onChanged(event);
      else if (this.#state.live || !this.#data) this.#read();
    });
    onThemeChange(() => {
      this.#theme = readTheme();
      this.#draw();
    });
    this.#narrow.addEventListener('change', () => {
      this.#draw();
    });
    document.addEventListener('keydown', (event) => {
      // Whatever is open closes first.
      if (event.key === 'Escape' && !event.defaultPrevented) this.#toolbar.reset();
    });
    window.addEventListener('scrollend', () => {
      if (this.#scrollGoal === null) this.#save({ scroll: window.scrollY });
    });
    for (const byHand of ['wheel', 'pointerdown', 'keydown']) {
      document.addEventListener(byHand, () => {
        this.#scrollGoal = null;
      });
    }
    // After the window was loaded again the editor gives the page its size after its first numbers.
    new ResizeObserver(() => {
      this.#scrollToGoal();
    }).observe(document.documentElement);
    this.#host.saveState(this.#state);
    this.#drawState();
    this.#read();
  }

  #actions(): PanelActions {
    const { calls } = this.#host;
    const ignored = (): undefined => undefined;
    return {
      openEndpoint: (name) => {
        this.#openEndpoint(name);
      },
      readEndpoints: () => calls.call('readEndpoints', this.#request()),
      fail: (error) => {
        this.#failure.show(errorMessage(error));
      },
      save: (file) => {
        calls.call('saveFile', file).catch((error: unknown) => {
          this.#failure.show(errorMessage(error));
        });
      },
      copyAsCurl: (request) => {
        calls.call('copyAsCurl', request).catch(ignored);
      },
      openAsHttp: (request) => {
        calls.call('openAsHttp', request).catch(ignored);
      },
      showRecentErrors: () => {
        this.#host.run('showRecentErrors');
      },
      announce: (text) => {
        this.#announcer.say(text);
      },
    };
  }

  #openEndpoint(endpoint: EndpointName | null): void {
    const before = this.#state.filter.endpoint;
    if (endpoint && !before) this.#overviewScroll = window.scrollY;
    this.#left = endpoint ? null : before;
    this.#change({ filter: { ...this.#state.filter, endpoint } });
    if (!endpoint) return;
    window.scrollTo(0, 0);
    this.#header.focus();
  }

  /** All endpoints are there again: where the page was, and the row of the one that was looked at. */
  #goBack(left: EndpointName): void {
    this.#left = null;
    window.scrollTo(0, this.#overviewScroll);
    this.#grid.endpoints.focus(left);
  }

  #show(place: DashboardPlace): void {
    const placed = placedState(this.#state, place);
    this.#change(placed);
    window.scrollTo(0, placed.scroll);
  }

  #request(): DashboardRequest {
    return requestOf(this.#state, this.#offset);
  }

  #read(): void {
    this.#reader.read(this.#request());
  }

  #save(change: Partial<DashboardViewState>): void {
    this.#state = changedState(this.#state, change);
    this.#host.saveState(this.#state);
  }

  #change(change: Partial<DashboardViewState>): void {
    const before = this.#state;
    this.#save(change);
    this.#drawState();
    const { search, scroll, ...asked } = this.#state;
    const { search: oldSearch, scroll: oldScroll, ...askedBefore } = before;
    if (search !== oldSearch) {
      this.#offset = 0;
      this.#draw();
      window.clearTimeout(this.#typing);
      this.#typing = window.setTimeout(() => {
        this.#read();
      }, typingPause);
    }
    const isOther = JSON.stringify(asked) !== JSON.stringify(askedBefore);
    if (isOther && this.#state.sort === before.sort) this.#offset = 0;
    if (isOther || scroll !== oldScroll) this.#read();
  }

  async #explain({ from, to }: TimeWindow): Promise<void> {
    try {
      const explanation = await this.#host.calls.call('explain', {
        request: this.#request(),
        from,
        to,
      });
      const view = this.#view();
      if (explanation && view) this.#grid.explanation.show(explanation, view);
    } catch (error) {
      this.#failure.show(errorMessage(error));
    }
  }

  #onStatus(status: CollectingStatus): void {
    const changedPhase = status.phase !== this.#status.phase;
    this.#status = status;
    if (changedPhase) this.#draw();
    else this.#drawState();
  }

  #onFiles(files: readonly ImportedFile[]): void {
    this.#files = files;
    this.#drawState();
  }

  /** What was missed is asked for. Whatever happens before a whole answer is in it. */
  #onChanged({ base, revision, change }: Extract<WebviewEvent, { type: 'changed' }>): void {
    if (this.#drawn !== this.#data) return;
    if (!this.#data || base !== this.#revision) {
      this.#read();
      return;
    }
    this.#revision = revision;
    this.#onData(applied(this.#data, change) as DashboardData);
  }

  #onData(data: DashboardData | null): void {
    const said = data && this.#isRead ? changeText(this.#data, data, this.#numbers) : null;
    this.#data = data;
    this.#drawn = data;
    this.#isRead = true;
    this.#failure.show(null);
    this.#draw();
    this.#scrollToGoal();
    if (this.#left && data && !data.query.filter?.endpoint) this.#goBack(this.#left);
    if (said !== null) this.#announcer.say(said);
  }

  #scrollToGoal(): void {
    if (this.#scrollGoal === null || !this.#data) return;
    window.scrollTo(0, this.#scrollGoal);
    if (Math.abs(window.scrollY - this.#scrollGoal) < 1) this.#scrollGoal = null;
  }

  #view(): DashboardView | null {
    if (!this.#drawn) return null;
    return {
      data: this.#drawn,
      status: this.#status,
      theme: this.#theme,
      numbers: this.#numbers,
      times: this.#times,
      errorRateThreshold: this.#settings.errorRateThresholdPercent / 100,
      search: this.#state.search.trim().toLowerCase(),
      narrow: this.#narrow.matches,
    };
  }

  #draw(): void {
    this.#drawState();
    const view = this.#view();
    if (view) this.#grid.update(view);
  }

  #drawState(): void {
    const status = this.#status;
    const collecting = status.phase === 'collecting';
    const showsInterval = collecting && !this.#narrow.matches;
    this.#toolbar.update({
      state: this.#state,
      data: this.#drawn,
      times: this.#times,
      files: this.#files,
      interval: showsInterval ? status.scrapeIntervalSeconds : null,
    });
    this.#stateLine.update({
      status,
      data: this.#drawn,
      numbers: this.#numbers,
      times: this.#times,
      shownFile: this.#settings.shownFile,
      loading: this.#loading,
      isCustom: this.#state.period.kind === 'between',
    });
    const isEmpty = this.#isRead && !this.#drawn;
    this.#toolbar.enable(!isEmpty);
    this.#header.update(isEmpty ? null : this.#state.filter.endpoint);
    // The empty state has a main heading of its own.
    setShown(this.#heading, !isEmpty);
    setShown(this.#emptyState.root, isEmpty);
    setShown(this.#grid.root, this.#drawn !== null);
    this.#emptyState.update(status);
  }
}

function periodName({ period }: DashboardRequest): string {
  return period.kind === 'last' ? rangeName(period.range) : duration(period.to - period.from);
}
