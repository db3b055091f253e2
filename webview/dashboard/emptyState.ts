import type { CollectingStatus, SourceState } from '../../src/protocol/collectingStatus';
import type { HostAction } from '../../src/protocol/webviewMessages';
import { t } from '../localize';
import { serveCommand } from './serveCommand';
import { hostOf } from './stateText';
import { duration } from '../text/duration';
import { element, setText } from '../elements/dom';
import { button, iconButton } from '../controls/toolkit';

/** While waiting for a server that never answered, it is tried this seldom (docs/collection.md#sources). */
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
      text: t('Start Collecting'),
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
      element('h2', {}, t('Start MockForge')),
      element('p', { class: 'secondary' }, t('In a terminal, with all sources enabled:')),
      element(
        'div',
        { class: 'command' },
        element('code', {}, ...wholeWords(serveCommand)),
        iconButton('copy', t('Copy Command'), act('copyServeCommand')),
      ),
      element('h2', {}, t('Running somewhere else?')),
      element(
        'p',
        { class: 'secondary' },
        t('Connect to another address or port, such as one in a container or behind a proxy.'),
      ),
      element(
        'div',
        { class: 'empty-actions' },
        button({
          text: t('Connect to Server...'),
          appearance: 'primary',
          className: 'button primary',
          onClick: act('connect'),
        }),
        button({ text: t('Try Now'), onClick: act('scrapeNow') }),
        button({ text: t('Show Log'), onClick: act('showLog') }),
        button({ text: t('Backfill from Prometheus...'), onClick: act('backfill') }),
      ),
      element('h2', {}, t('No server at hand?')),
      element(
        'p',
        { class: 'secondary' },
        t('Look around in twenty minutes of recorded traffic. You can remove it with one click.'),
      ),
      button({ text: t('Try with Sample Data'), onClick: act('trySample') }),
      this.#sourceTable(),
    );
  }

  update(status: CollectingStatus): void {
    this.#start.hidden = status.phase !== 'paused';
    setText(this.#title, titleOf(status.phase));
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
        t('Metrics'),
        status.metricsUrl,
        t('Totals by protocol and status, latency'),
        t('default'),
        status.metrics,
      ),
      sourceRow(
        t('Request log'),
        status.adminUrl,
        t('Endpoints, clients, live errors'),
        '--admin',
        status.log,
      ),
      sourceRow(
        t('Recorder'),
        t('mock port'),
        t('Causes of failures, request IDs, sizes'),
        '--recorder',
        status.recorder,
      ),
    );
  }

  #sourceTable(): HTMLElement {
    const heads = [t('Source'), t('Address'), t('What it adds'), t('Enabled by'), t('State')];
    return element(
      'table',
      { class: 'table sources' },
      element('caption', { class: 'visually-hidden' }, t('Sources')),
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
      ),
      this.#sources,
    );
  }
}

/** A command whose options are not broken at their hyphens. */
function wholeWords(command: string): (Node | string)[] {
  return command
    .split(' ')
    .flatMap((word, i) => [...(i > 0 ? [' '] : []), element('span', { class: 'word' }, word)]);
}

function titleOf(phase: CollectingStatus['phase']): string {
  const titles: Readonly<Record<CollectingStatus['phase'], string>> = {
    waiting: t('No MockForge server is answering yet'),
    restarting: t('MockForge may be restarting'),
    failing: t('No MockForge server is answering'),
    collecting: t('MockForge has answered. The first numbers arrive soon'),
    watching: t('Another window is collecting from this server. Its first numbers arrive soon'),
    paused: t('Collecting is paused'),
  };
  return titles[phase];
}

function introduction({
  phase,
  metricsUrl,
  metrics,
  scrapeIntervalSeconds,
}: CollectingStatus): (Node | string)[] {
  if (phase === 'paused') {
    return withCode(
      t('Nothing is polled or stored until you start collecting from {0}.'),
      metricsUrl,
    );
  }
  const pause = phase === 'waiting' ? waitingSeconds : scrapeIntervalSeconds;
  return [
    ...withCode(
      t(
        'The dashboard fills in as soon as one does. It tries {0} every {1}.',
        '{0}',
        pause === 60 ? t('minute') : duration(pause),
      ),
      metricsUrl,
    ),
    ` ${t('Collected data stays in this workspace and survives restarts of the server and the editor.')}`,
    ...(metrics.failure
      ? [element('span', { class: 'reason' }, `${metrics.failure.what} ${metrics.failure.todo}`)]
      : []),
  ];
}

/** A sentence with a piece of code in the place {0}, wherever a language puts it. */
function withCode(sentence: string, code: string): (Node | string)[] {
  const [before = '', after = ''] = sentence.split('{0}');
  return [before, element('code', { class: 'inline' }, code), after];
}

function sourceRow(
  name: string,
  url: string,
  adds: string,
  switchedOnBy: string,
  { state, failure }: SourceState,
): HTMLElement {
  const states = {
    unknown: t('not asked yet'),
    on: t('answers'),
    restarting: t('restarting?'),
    failing: t('no answer'),
    off: t('off'),
  };
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
