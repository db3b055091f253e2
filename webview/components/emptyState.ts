import type { CollectingStatus, SourceState } from '../../src/protocol/collectingStatus';
import type { HostAction } from '../../src/protocol/webviewMessages';
import { serveCommand } from '../serveCommand';
import { hostOf } from '../stateText';
import { duration } from '../times';
import { element, setText } from './dom';
import { button, iconButton } from './toolkit';

/** While waiting for a server that never answered, it is asked this seldom (design, user interface). */
const waitingSeconds = 60;

/** What the dashboard says while there is nothing to show yet: why, and the one thing to do. */
export class EmptyState {
  readonly root: HTMLElement;
  readonly #title = element('h1', {});
  readonly #intro = element('p', { class: 'secondary' });
  readonly #sources = element('tbody');
  readonly #start: HTMLElement;
  #drawn = '';

  constructor(run: (action: HostAction) => void) {
    const act = (action: HostAction) => (): void => {
      run(action);
    };
    this.#start = button({
      text: 'Start Collecting',
      appearance: 'primary',
      className: 'button primary',
      onClick: act('start'),
    });
    this.root = element(
      'div',
      { class: 'empty-state' },
      this.#title,
      this.#intro,
      this.#start,
      element('h2', {}, 'Start MockForge'),
      element('p', { class: 'secondary' }, 'In a terminal, with the request log switched on:'),
      element(
        'div',
        { class: 'command' },
        element('code', {}, serveCommand),
        iconButton('copy', 'Copy Command', act('copyServeCommand')),
      ),
      element('h2', {}, 'Or say where it runs'),
      element(
        'p',
        { class: 'secondary' },
        'It listens on another address or port, in a container or behind a proxy.',
      ),
      element(
        'div',
        { class: 'empty-actions' },
        button({
          text: 'Connect to Server...',
          appearance: 'primary',
          className: 'button primary',
          onClick: act('connect'),
        }),
        button({ text: 'Try Now', onClick: act('scrapeNow') }),
        button({ text: 'Show Log', onClick: act('showLog') }),
        button({ text: 'Backfill from Prometheus...', onClick: act('backfill') }),
      ),
      this.#sourceTable(),
    );
  }

  update(status: CollectingStatus): void {
    this.#start.hidden = status.phase !== 'paused';
    setText(this.#title, titles[status.phase]);
    const signature = JSON.stringify([
      status.phase,
      status.metricsUrl,
      status.adminUrl,
      status.metrics,
      status.log,
      status.recorder,
      status.scrapeIntervalSeconds,
    ]);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    this.#intro.replaceChildren(...introduction(status));
    this.#sources.replaceChildren(
      sourceRow(
        'Metrics',
        status.metricsUrl,
        'Totals by protocol and status, latency',
        'default',
        status.metrics,
      ),
      sourceRow(
        'Request log',
        status.adminUrl,
        'Endpoints, clients, live errors',
        '--admin',
        status.log,
      ),
      sourceRow(
        'Recorder',
        'where mocks are served',
        'Causes of failures, request ids, sizes',
        '--recorder',
        status.recorder,
      ),
    );
  }

  #sourceTable(): HTMLElement {
    const heads = ['Source', 'Address', 'What it adds', 'Switched on by', 'State'];
    return element(
      'table',
      { class: 'table sources' },
      element('caption', { class: 'visually-hidden' }, 'Sources'),
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
      ),
      this.#sources,
    );
  }
}

const titles: Readonly<Record<CollectingStatus['phase'], string>> = {
  waiting: 'No MockForge server is answering yet',
  failing: 'No MockForge server is answering',
  collecting: 'MockForge answers; the first numbers are on their way',
  watching: 'Another window collects from this server; its first numbers are on their way',
  paused: 'Collecting is paused',
};

function introduction({
  phase,
  metricsUrl,
  metrics,
  scrapeIntervalSeconds,
}: CollectingStatus): (Node | string)[] {
  const url = element('code', { class: 'inline' }, metricsUrl);
  if (phase === 'paused')
    return ['Nothing is asked and nothing is stored until it is started. It would ask ', url, '.'];
  const pause = phase === 'waiting' ? waitingSeconds : scrapeIntervalSeconds;
  return [
    'The dashboard fills by itself as soon as one does: it asks ',
    url,
    ` every ${pause === 60 ? 'minute' : duration(pause)}. What has been collected is kept in this workspace and survives restarts of server and editor.`,
    ...(metrics.failure
      ? [element('span', { class: 'reason' }, `${metrics.failure.what} ${metrics.failure.todo}`)]
      : []),
  ];
}

function sourceRow(
  name: string,
  url: string,
  adds: string,
  switchedOnBy: string,
  { state, failure }: SourceState,
): HTMLElement {
  const states = { unknown: 'not asked yet', on: 'answers', failing: 'no answer', off: 'off' };
  const isFlag = switchedOnBy.startsWith('--');
  const stateCell = element('td', { class: 'secondary' }, states[state]);
  if (failure) stateCell.title = `${failure.what} ${failure.todo}`;
  return element(
    'tr',
    {},
    element('td', {}, name),
    element('td', { class: 'code' }, hostOf(url)),
    element('td', { class: 'secondary' }, adds),
    element('td', { class: isFlag ? 'code secondary' : 'secondary' }, switchedOnBy),
    stateCell,
  );
}
