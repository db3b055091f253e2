import { errorMessage } from '../../src/domain/errorMessage';
import { isFollowing, placedState, restoredState } from '../../src/protocol/dashboardState';
import type { TimeWindow } from '../../src/domain/range';
import type { EndpointName } from '../../src/protocol/readModels';
import type {
  DashboardPlace,
  DashboardSettings,
  DashboardViewState,
  WebviewEvent,
} from '../../src/protocol/webviewMessages';
import { numberFormat } from '../../src/domain/numberFormat';
import { Crosshair } from '../charts/crosshair';
import type { DashboardView } from '../dashboardView';
import { element, setShown } from '../elements/dom';
import type { Host } from '../host';
import { t } from '../localize';
import type { PanelContext } from '../panels/panelKind';
import { periodName } from '../text/rangeName';
import { timeFormat } from '../../src/domain/timeFormat';
import { onThemeChange, readTheme } from '../theme';
import { Announcer, changeText } from './announcer';
import { ChosenState } from './chosenState';
import { DashboardReader, type WholeAnswer } from './dashboardReader';
import { EmptyState } from './emptyState';
import { filtering } from './filtering';
import { EndpointHeader } from './endpointHeader';
import { FailurePanel } from './failurePanel';
import { HostFacts } from './hostFacts';
import { panelActions } from './panelActions';
import { OverviewPlace } from './overviewPlace';
import { PanelGrid } from './panelGrid';
import { ScrollPlace } from './scrollPlace';
import { ShownData } from './shownData';
import { StateLine } from './stateLine';
import { Toolbar } from './toolbar';

const narrowQuery = '(max-width: 699px)';
/** Milliseconds of rest after which what was typed is searched for. */
const typingPause = 150;

/** The dashboard: what is chosen is asked for, and what comes is handed to every part of the page as one view. */
export class Dashboard {
  readonly root: HTMLElement;
  readonly #host: Host;
  readonly #settings: DashboardSettings;
  readonly #facts: HostFacts;
  readonly #numbers;
  readonly #times;
  readonly #chosen: ChosenState;
  readonly #shown = new ShownData();
  readonly #scroll: ScrollPlace;
  readonly #reader: DashboardReader;
  readonly #crosshair = new Crosshair();
  readonly #toolbar: Toolbar;
  readonly #overview: OverviewPlace;
  readonly #filtering: ReturnType<typeof filtering>;
  readonly #stateLine: StateLine;
  readonly #header: EndpointHeader;
  readonly #failure: FailurePanel;
  readonly #emptyState: EmptyState;
  readonly #announcer = new Announcer();
  readonly #grid: PanelGrid;
  readonly #heading = element('h1', { class: 'visually-hidden' }, 'MockForge Analytics');
  readonly #narrow = window.matchMedia(narrowQuery);
  #theme = readTheme();
  #loading: string | null = null;
  #typing: number | undefined;
  /** The endpoint from which it goes back to all of them, until these are there. */
  #left: EndpointName | null = null;

  constructor(host: Host, settings: DashboardSettings) {
    this.#host = host;
    this.#settings = settings;
    this.#facts = new HostFacts(settings);
    const restored = restoredState(host.savedState());
    const state = settings.place ? placedState(restored, settings.place) : restored;
    this.#chosen = new ChosenState(state, (saved) => {
      host.saveState(this.#facts.kept(saved));
    });
    this.#scroll = new ScrollPlace(state.scroll);
    this.#numbers = numberFormat(settings.locale);
    this.#times = timeFormat(settings.locale);
    const run = host.run.bind(host);
    const read = (): void => {
      this.#read();
    };
    this.#reader = this.#newReader();
    this.#filtering = filtering(
      settings.locale,
      () => this.#chosen.current,
      this.#change.bind(this),
    );
    this.#toolbar = new Toolbar(state, {
      onChange: (change) => {
        this.#change(change);
      },
      onTarget: (id) => {
        host.calls.call('showTarget', id).catch(context.actions.fail);
      },
      onRefresh: () => {
        this.#overview.forget();
        read();
      },
      onExport: () => {
        run('export');
      },
    });
    this.#stateLine = new StateLine({
      run,
      onShowSince: (from) => {
        this.#change({ period: { kind: 'since', from } });
      },
    });
    this.#failure = new FailurePanel(read, () => {
      run('showLog');
    });
    this.#emptyState = new EmptyState(run);
    const context = this.#panelContext();
    this.#overview = new OverviewPlace({
      read: () => host.calls.call('readOverview', null),
      onChoose: (period) => {
        this.#change({ period });
      },
      fail: context.actions.fail,
    });
    this.#header = new EndpointHeader(() => {
      this.#openEndpoint(null);
    }, context.actions);
    this.#grid = new PanelGrid(context);
    this.root = element(
      'main',
      {},
      this.#heading,
      element('div', { class: 'page-head' }, this.#toolbar.root, this.#filtering.chips.root),
      this.#overview.root,
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
      this.#onEvent(event);
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
    this.#scroll.start(
      () => this.#shown.whole !== null,
      (scroll) => {
        this.#chosen.keep({ scroll });
      },
    );
    this.#chosen.keep();
    this.#drawState();
    this.#read();
  }

  #newReader(): DashboardReader {
    return new DashboardReader(this.#host.calls, {
      shown: () => this.#shown.charts,
      onCharts: (charts) => {
        this.#shown.showCharts(charts);
        this.#draw();
      },
      onData: (answer) => {
        this.#onData(answer);
      },
      onFailure: (reason) => {
        this.#shown.showWhole();
        this.#draw();
        this.#failure.show(reason);
      },
      onLoading: (request) => {
        this.#loading = request && t('Reading {0}…', periodName(request.period));
        this.#drawState();
      },
    });
  }

  #panelContext(): PanelContext {
    const crosshair = this.#crosshair;
    const actions = panelActions(this.#host, () => this.#chosen.request, {
      ...this.#filtering,
      isOfFile: this.#facts.shownFile !== undefined,
      openEndpoint: (name) => {
        this.#openEndpoint(name);
      },
      fail: (error) => {
        this.#failure.show(errorMessage(error));
      },
      announce: (text) => {
        this.#announcer.say(text);
      },
    });
    return {
      crosshair,
      actions,
      window: {
        zoomIn: ({ from, to }) => {
          crosshair.clearSelection();
          this.#change({ period: { kind: 'between', from, to } });
        },
        explain: (span) => {
          this.#explain(span).catch(actions.fail);
        },
        clear: () => {
          crosshair.clearSelection();
        },
      },
      sort: this.#chosen.current.sort,
      onPage: ({ offset, column, descending }) => {
        if (offset !== undefined) this.#chosen.turnTo(offset);
        if (column) this.#change({ sort: { column, descending: descending ?? true } });
        else this.#read();
      },
    };
  }

  #openEndpoint(endpoint: EndpointName | null): void {
    const { filter } = this.#chosen.current;
    if (endpoint && !filter.endpoint) this.#scroll.keepOverview();
    this.#left = endpoint ? null : filter.endpoint;
    if (!endpoint) this.#scroll.awaitOverview();
    this.#change({ filter: { ...filter, endpoint } });
    if (!endpoint) return;
    window.scrollTo(0, 0);
    this.#header.focus();
  }

  /** All endpoints are there again: where the page was, and the row of the one that was looked at. */
  #goBack(left: EndpointName): void {
    this.#left = null;
    // Who has moved on meanwhile stays there.
    if (!this.#scroll.returnToOverview()) return;
    const { activeElement } = document;
    const isWaiting = activeElement === document.body || this.#header.root.contains(activeElement);
    if (isWaiting) this.#grid.focusEndpoint(left);
  }

  #show(place: DashboardPlace): void {
    const placed = placedState(this.#chosen.current, place);
    this.#change(placed);
    window.scrollTo(0, placed.scroll);
  }

  #read(): void {
    this.#reader.read(this.#chosen.request);
  }

  #change(change: Partial<DashboardViewState>): void {
    // The explained window is one of the range and of the traffic that were shown.
    if (change.period || change.filter) this.#grid.closeExplanation();
    const { isSearched, isRead } = this.#chosen.change(change);
    this.#drawState();
    if (isSearched) {
      this.#draw();
      window.clearTimeout(this.#typing);
      this.#typing = window.setTimeout(() => {
        this.#read();
      }, typingPause);
    }
    if (isRead) this.#read();
  }

  async #explain({ from, to }: TimeWindow): Promise<void> {
    const { request } = this.#chosen;
    const explanation = await this.#host.calls.call('explain', { request, from, to });
    const view = this.#view();
    if (view && explanation) await this.#grid.explain(explanation, view);
  }

  #onEvent(event: WebviewEvent): void {
    switch (event.type) {
      case 'status':
      case 'targets':
      case 'importedFiles':
        this.#onFacts(this.#facts.take(event));
        break;
      case 'show':
        this.#show(event.place);
        break;
      case 'changed':
        this.#onChanged(event);
        break;
      case 'committed':
        if (event.erased || isFollowing(this.#chosen.current) || !this.#shown.whole) this.#read();
    }
  }

  #onFacts(change: ReturnType<HostFacts['take']>): void {
    if (change === 'head') this.#drawState();
    else this.#draw();
    if (change !== 'target') return;
    this.#grid.closeExplanation();
    this.#overview.forget();
    this.#chosen.keep();
    this.#read();
  }

  #onChanged(event: Extract<WebviewEvent, { type: 'changed' }>): void {
    const answer = this.#shown.changed(event);
    if (answer === null) this.#read();
    else if (answer) this.#onData(answer);
  }

  #onData(answer: WholeAnswer): void {
    const { whole: before, isRead } = this.#shown;
    const { data } = answer;
    const said = data && isRead ? changeText(before, data, this.#numbers) : null;
    this.#shown.take(answer);
    this.#failure.show(null);
    this.#draw();
    if (data) this.#scroll.reach();
    if (this.#left && data && !data.query.filter?.endpoint) this.#goBack(this.#left);
    if (said !== null) this.#announcer.say(said);
  }

  #view(): DashboardView | null {
    const data = this.#shown.drawn;
    return (
      data && {
        data,
        status: this.#facts.status,
        source: this.#facts.sourceName,
        theme: this.#theme,
        numbers: this.#numbers,
        times: this.#times,
        errorRateThreshold: this.#settings.errorRateThresholdPercent / 100,
        search: this.#chosen.current.search.trim(),
        narrow: this.#narrow.matches,
        locale: this.#settings.locale,
      }
    );
  }

  #draw(): void {
    this.#drawState();
    const view = this.#view();
    if (!view) return;
    this.#grid.update(view);
    // Where it was dragged to, it stays until that is shown.
    if (!this.#reader.isChanging) this.#overview.update(view, this.#chosen.current.period);
  }

  #drawState(): void {
    const { status, files, targets, shownFile } = this.#facts;
    const state = this.#chosen.current;
    const data = this.#shown.drawn;
    const isEmpty = this.#shown.isRead && !data;
    const showsInterval = status.phase === 'collecting' && !this.#narrow.matches;
    this.#toolbar.update({
      state,
      data,
      times: this.#times,
      files,
      targets,
      interval: showsInterval ? status.scrapeIntervalSeconds : null,
      shows: isEmpty ? null : shownFile ? 'file' : 'traffic',
    });
    this.#filtering.chips.update(isEmpty ? [] : state.filter.conditions);
    this.#stateLine.update({
      status,
      data,
      numbers: this.#numbers,
      times: this.#times,
      shownFile,
      loading: this.#loading,
      isCustom: state.period.kind !== 'last',
      compare: this.#reader.isChanging ? null : state.compare,
    });
    this.#header.update(isEmpty ? null : state.filter.endpoint);
    // The empty state has a main heading of its own.
    setShown(this.#heading, !isEmpty);
    setShown(this.#emptyState.root, isEmpty);
    setShown(this.#overview.root, !isEmpty);
    setShown(this.#grid.root, data !== null);
    this.#emptyState.update(status);
  }
}
