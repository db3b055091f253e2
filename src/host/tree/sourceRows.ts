import type { CollectingStatus, SourceState } from '../../protocol/collectingStatus';
import type { Localize } from '../../sentences/localize';
import { sentenceRow, type Help, type TargetRow } from './targetRow';

/** One of the places that a target is read from. */
interface Source {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** What it tells. */
  readonly adds: string;
  readonly state: SourceState;
}

/** The sources of a target, in the order in which they are needed. */
function sourcesOf(
  { metricsUrl, adminUrl, metrics, log, recorder }: CollectingStatus,
  t: Localize,
): Source[] {
  return [
    {
      id: 'metrics',
      title: t('Metrics'),
      url: metricsUrl,
      adds: t('Totals by protocol, method and status; latency of whole requests.'),
      state: metrics,
    },
    {
      id: 'log',
      title: t('Request log'),
      url: adminUrl,
      adds: t('Endpoints, handler times, clients and each failed request.'),
      state: log,
    },
    {
      id: 'recorder',
      title: t('Recorder'),
      url: '',
      adds: t('Why a request failed, its request and trace IDs, and response sizes.'),
      state: recorder,
    },
  ];
}

/** The state of each source; under one that fails or is off, the reason and how to enable it. */
export function sourceRows(status: CollectingStatus, t: Localize): TargetRow[] {
  return sourcesOf(status, t).map((source) => sourceRow(source, t));
}

function sourceRow({ id, title, url, adds, state }: Source, t: Localize): TargetRow {
  const { failure } = state;
  // Another id for each state: the editor shows the sentences of a row that it has not seen without any.
  const rowId = `${id} ${state.state}`;
  const name = stateName(state, t);
  const help = helpFor(state);
  const sentences = failure ? [failure.what, failure.todo] : [];
  return {
    id: rowId,
    text: {
      label: title,
      description: name,
      tooltip: [{ title, beside: url }, ...[adds, ...sentences].map((text) => ({ text }))],
      spoken: failure ? `${title}, ${name}. ${sentences.join(' ')}` : `${title}, ${name}`,
    },
    icon: icons[state.state],
    // Rows that come and go with each restart would move the others.
    children: (state.state === 'restarting' ? [] : sentences).map((sentence, index) =>
      sentenceRow(`${rowId} ${index}`, sentence, help),
    ),
    open: true,
    help,
  };
}

function stateName({ state }: SourceState, t: Localize): string {
  switch (state) {
    case 'unknown':
      return t('not asked yet');
    case 'on':
      return t('on');
    case 'restarting':
      return t('restarting?');
    case 'failing':
      return t('failing');
    case 'off':
      return t('off');
  }
}

/** Told apart by shape, not only by colour. */
const icons: Readonly<Record<SourceState['state'], TargetRow['icon']>> = {
  unknown: { name: 'circle-outline', color: null },
  on: { name: 'pass', color: 'charts.green' },
  restarting: { name: 'sync', color: null },
  failing: { name: 'warning', color: 'charts.yellow' },
  off: { name: 'circle-slash', color: null },
};

/** The actions that can help, the likeliest first. */
function helpFor({ state, failure }: SourceState): readonly Help[] {
  if (state === 'restarting') return [];
  switch (failure?.kind) {
    case undefined:
      return [];
    case 'unreachable':
      return ['copyServeCommand', 'connectToServer'];
    case 'prometheus_server':
      return ['connectToServer', 'backfillFromPrometheus'];
    case 'http_status':
    case 'redirect':
    case 'tls':
    case 'not_http':
    case 'html':
    case 'json':
    case 'not_metrics':
      return ['connectToServer', 'showLog'];
    case 'timeout':
    case 'cut_body':
    case 'malformed':
    case 'too_large':
    case 'missing_families':
    case 'store':
    case 'internal':
      return ['showLog'];
  }
}
