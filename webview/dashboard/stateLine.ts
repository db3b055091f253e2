import type {
  CollectingStatus,
  FailureText,
  SourceState,
} from '../../src/protocol/collectingStatus';
import { spanText } from '../../src/domain/spanText';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { ImportedFile } from '../../src/protocol/importedFile';
import type { HostAction } from '../../src/protocol/webviewMessages';
import type { Compare } from '../../src/domain/range';
import { comparedText, uncomparedText, type Uncompared } from '../text/compareChoices';
import type { NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';
import {
  attributionText,
  coverageText,
  hostOf,
  interruptionsText,
  nextTryText,
  staleText,
  triesText,
} from './stateText';
import type { TimeFormat } from '../../src/domain/timeFormat';
import { element } from '../elements/dom';
import { fitLine, onResize } from '../elements/fitLine';
import { icon } from '../elements/icons';
import { button } from '../controls/toolkit';

/** What the line tells of. */
export interface StateContent {
  readonly status: CollectingStatus;
  /** Null while nothing was read. */
  readonly data: DashboardCharts | null;
  readonly numbers: NumberFormat;
  readonly times: TimeFormat;
  /** The file that is shown instead of collected data. */
  readonly shownFile: ImportedFile | undefined;
  /** `Reading 7 days…` while that takes long. */
  readonly loading: string | null;
  /** Another part of the time than a range was chosen. */
  readonly isCustom: boolean;
  /** What the data are compared with; null while that is being read. */
  readonly compare: Compare | null;
}

interface StateListener {
  readonly run: (action: HostAction) => void;
  /** Shows what came since a moment, unix seconds. */
  readonly onShowSince: (from: number) => void;
}

/** What gives way where the window is narrow, in this order (styles/stateLine.css). */
const narrower = ['without-good-news', 'without-comparison', 'in-lines'] as const;

/** How collecting stands: one line, or a warning with what to do. */
export class StateLine {
  readonly root = element('section', { class: 'state-line', 'aria-label': t('Collecting') });
  readonly #run: StateListener['run'];
  readonly #onShowSince: StateListener['onShowSince'];
  #content: StateContent | undefined;
  #drawn = '';
  /** The text for which it was last fitted, with every figure as a 0: all are as wide. */
  #fitted = '';
  /** Counts the seconds to the next try; runs only while there is one to wait for. */
  #countdown: number | undefined;
  /** The texts that change with each second. */
  readonly #ticking = element('span', { 'aria-live': 'off' });

  constructor({ run, onShowSince }: StateListener) {
    this.#run = run;
    this.#onShowSince = onShowSince;
    onResize([this.root], () => {
      fitLine(this.root, narrower);
    });
  }

  update(content: StateContent): void {
    this.#content = content;
    const { status, data, loading, isCustom, compare } = content;
    const counts = status.nextTryAt !== null && isWaitingForTry(status);
    if (counts)
      this.#countdown ??= window.setInterval(() => {
        this.#tick();
      }, 1000);
    else this.#stopCountdown();
    const signature = JSON.stringify([
      status,
      data?.query,
      data?.summary,
      data?.events,
      data && compare && uncomparedText(compare, data, content.times),
      loading,
      isCustom,
    ]);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    this.root.classList.toggle('warning-line', status.phase === 'failing');
    this.root.replaceChildren(
      ...(content.shownFile
        ? this.#file(content.shownFile, content)
        : status.phase === 'failing'
          ? this.#failing(content)
          : this.#line(content)),
    );
    this.#refocus(focused?.textContent ?? null);
    this.#tick();
    this.#fit();
  }

  /** Measuring lays out the page in the midst of its update, so it is left out where the width is as it was. */
  #fit(): void {
    const text = this.root.textContent.replaceAll(/\d/g, '0');
    if (text === this.#fitted) return;
    this.#fitted = text;
    fitLine(this.root, narrower);
  }

  /** The button that had the focus is recreated with the same text. */
  #refocus(text: string | null): void {
    const buttons = [...this.root.querySelectorAll<HTMLElement>('vscode-button')];
    buttons.find(({ textContent }) => textContent === text)?.focus();
  }

  #tick(): void {
    const content = this.#content;
    if (!content) return;
    const { status, times } = content;
    const now = Date.now();
    if (status.phase === 'failing') this.#ticking.textContent = staleText(status, times, now);
    else this.#ticking.textContent = waitingText(status, times, now);
  }

  #stopCountdown(): void {
    window.clearInterval(this.#countdown);
    this.#countdown = undefined;
  }

  #line(content: StateContent): Node[] {
    const { status, data, numbers, times } = content;
    const collecting = status.phase === 'collecting';
    const items: (Node | null)[] = [
      element(
        'span',
        { class: 'state-item' },
        element('span', { class: collecting ? 'dot' : 'dot ring', 'aria-hidden': 'true' }),
        element('span', { class: 'strong' }, phaseText(status)),
        element('span', {}, sourceText(status, times)),
        status.phase === 'paused'
          ? button({
              text: t('Start'),
              className: 'button small',
              onClick: () => {
                this.#run('start');
              },
            })
          : null,
        ...(data && isPrometheus(status) && status.phase === 'waiting' ? this.#offers() : []),
      ),
      status.phase === 'waiting' ? element('span', { class: 'state-item' }, this.#ticking) : null,
      status.metrics.state === 'off' ? sourceItem(t('Metrics'), status.metrics) : null,
      asksNothing(status) ? null : sourceItem(t('Log'), status.log),
      asksNothing(status) ? null : sourceItem(t('Recorder'), status.recorder),
      item(status.notice ?? null),
      ...(data ? rangeItems(data, numbers) : []),
    ];
    return [...items.filter((entry) => entry !== null), this.#period(content)];
  }

  /** Beside a past that was filled in, while no MockForge has answered. */
  #offers(): HTMLElement[] {
    const offers = [
      [t('Connect to Server...'), 'connect'],
      [t('Backfill from Prometheus...'), 'backfill'],
    ] as const;
    return offers.map(([text, action]) =>
      button({
        text,
        className: 'button small',
        onClick: () => {
          this.#run(action);
        },
      }),
    );
  }

  /** A file is whole as it is: nothing is asked, and nothing comes. */
  #file({ name, path, isSample, isTeam, to }: ImportedFile, content: StateContent): Node[] {
    const { data, numbers, times } = content;
    const texts = isSample
      ? [
          element('span', { class: 'strong' }, t('Sample data, read only:')),
          element('span', {}, t('a recorded demo shop')),
          button({
            text: t('Remove Sample Data'),
            className: 'button small',
            onClick: () => {
              this.#run('removeSample');
            },
          }),
        ]
      : [
          element(
            'span',
            { class: 'strong' },
            isTeam ? t('Team store, read only:') : t('Imported file, read only:'),
          ),
          element('span', { title: path }, t('{0}, until {1}', name, times.full(to))),
        ];
    const ring = element('span', { class: 'dot ring', 'aria-hidden': 'true' });
    const what = element('span', { class: 'state-item' }, ring, ...texts);
    return [what, ...(data ? rangeItems(data, numbers) : []), this.#period(content)];
  }

  /** What is shown, what it is compared with, and where it is not, why. */
  #period({ data, times, loading, isCustom, compare }: StateContent): HTMLElement {
    if (loading !== null || !data) return element('span', { class: 'period' }, loading ?? '');
    const { day, times: span } = spanText(times, data.query.from, data.query.to);
    const compared = comparedText(data, times);
    const uncompared = compare && uncomparedText(compare, data, times);
    const title = compared === null || uncompared ? '' : t('compared with {0}', compared);
    const parts: (Node | string)[] = [
      ...(isCustom ? [element('span', {}, t('Custom range'))] : []),
      ...(day === '' ? [] : [day]),
      element('span', { class: 'strong' }, span),
      ...(compare && uncompared ? this.#uncompared(compare, uncompared, times) : []),
      ...(compared === null || uncompared
        ? []
        : [
            element('span', { class: 'comparison' }, t('compared with')),
            element('span', { class: 'strong comparison' }, compared),
          ]),
    ];
    // Spaces between them are read and copied, not drawn.
    const spaced = parts.flatMap((part, i) => (i === 0 ? [part] : [' ', part]));
    return element('span', { class: 'period', title }, ...spaced);
  }

  #uncompared(compare: Compare, { text, since }: Uncompared, times: TimeFormat): HTMLElement[] {
    // That there is nothing before the first data is no news, and gives way.
    const isChosen = compare.kind !== 'previous';
    const why = element('span', { class: isChosen ? 'uncompared' : 'comparison' }, text);
    if (since === null) return [why];
    const showSince = button({
      text: t('Show Since {0}', times.short(since, Date.now() / 1000)),
      className: 'button small',
      onClick: () => {
        this.#onShowSince(since);
      },
    });
    return [why, showSince];
  }

  #failing({ status, loading, numbers, times, data, compare }: StateContent): Node[] {
    const failure = status.metrics.failure ?? status.log.failure;
    const act = (text: string, action: HostAction): HTMLElement =>
      button({
        text,
        onClick: () => {
          this.#run(action);
        },
      });
    const tries = triesText(status, numbers);
    const uncompared = data && compare && uncomparedText(compare, data, times);
    return [
      icon('warning'),
      element(
        'p',
        { class: 'warning-text' },
        element('strong', {}, failure?.what ?? t('No answer from {0}.', hostOf(status.metricsUrl))),
        ` ${tries === null ? '' : `${tries}. `}`,
        this.#ticking,
        failure ? ` ${failure.todo}` : '',
        loading === null ? '' : ` ${loading}`,
      ),
      ...(compare && uncompared ? this.#uncompared(compare, uncompared, times) : []),
      element(
        'span',
        { class: 'warning-actions' },
        act(t('Try Now'), 'scrapeNow'),
        // Where it is the store that fails, another server does not help.
        ...(failure?.kind === 'store' ? [] : [act(t('Connect to Server...'), 'connect')]),
        ...(isPrometheus(status) ? [act(t('Backfill from Prometheus...'), 'backfill')] : []),
        act(t('Show Log'), 'showLog'),
      ),
    ];
  }
}

/** What of the range is missing, and what could not be attributed. */
function rangeItems(data: DashboardCharts, numbers: NumberFormat): HTMLElement[] {
  const attributed = item(attributionText(data, numbers));
  attributed?.classList.toggle('good-news', data.summary.unattributed === 0);
  const items = [
    item(interruptionsText(data, numbers)),
    item(data.stored ? coverageText(data, numbers) : t('nothing is stored yet')),
    attributed,
  ];
  return items.filter((entry) => entry !== null);
}

function isPrometheus({ metrics }: CollectingStatus): boolean {
  return metrics.failure?.kind === 'prometheus_server';
}

function isWaitingForTry({ phase }: CollectingStatus): boolean {
  return phase === 'failing' || phase === 'waiting';
}

/** What the log and the recorder say is not known here. */
function asksNothing({ phase }: CollectingStatus): boolean {
  return phase === 'waiting' || phase === 'watching';
}

function phaseText({ phase }: CollectingStatus): string {
  if (phase === 'watching') return t('Another window is collecting');
  if (phase === 'collecting') return t('Collecting');
  if (phase === 'restarting') return t('Restarting?');
  return phase === 'paused' ? t('Paused:') : t('Not collecting:');
}

function sourceText(status: CollectingStatus, times: TimeFormat): string {
  const host = hostOf(status.metricsUrl);
  const last =
    status.lastScrapeAt === null ? null : t('last {0}', times.clock(status.lastScrapeAt / 1000));
  if (status.phase === 'watching') return t('from {0}', host) + otherText(status);
  if (status.phase === 'waiting') return reasonText(status.metrics.failure, host);
  if (status.phase === 'paused')
    return [t('nothing is collected'), last].filter(Boolean).join(', ');
  const from = status.phase === 'restarting' ? t('{0} does not answer', host) : t('from {0}', host);
  return [from, last].filter(Boolean).join(', ');
}

function otherText({ collectedBy }: CollectingStatus): string {
  return collectedBy
    ? ` ${t('(process {0} on {1})', String(collectedBy.process), collectedBy.host)}`
    : '';
}

/** Where nobody listens the page below says what to do; any other answer says it here. */
function reasonText(failure: FailureText | null, host: string): string {
  if (failure === null) return t('trying {0}', host);
  return failure.kind === 'unreachable' ? failure.what : `${failure.what} ${failure.todo}`;
}

/** `Last try 22:53:15, next try in 12 s` */
function waitingText(status: CollectingStatus, times: TimeFormat, now: number): string {
  const last =
    status.lastTryAt === null ? null : t('Last try {0}', times.clock(status.lastTryAt / 1000));
  const text = [last, nextTryText(status, now)].filter((part) => part !== null).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const sourceClasses = {
  on: 'good-news',
  off: '',
  restarting: '',
  failing: 'troubled',
  unknown: '',
} as const;

function sourceItem(name: string, { state, failure }: SourceState): HTMLElement {
  const words = {
    on: t('on'),
    off: t('off'),
    restarting: t('restarting?'),
    failing: t('failing'),
    unknown: t('not asked yet'),
  };
  const root = element(
    'span',
    { class: `state-item source ${sourceClasses[state]}`.trim() },
    name,
    element('span', { class: 'strong' }, words[state]),
  );
  if (failure) root.title = `${failure.what} ${failure.todo}`;
  return root;
}

function item(text: string | null): HTMLElement | null {
  return text === null ? null : element('span', { class: 'state-item' }, text);
}
