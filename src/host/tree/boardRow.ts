import { joined, numberFormat, unknown } from '../../domain/numberFormat';
import type { CollectingStatus } from '../../protocol/collectingStatus';
import type { TrafficSummary } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import { plainLabel } from '../surfaces/plainText';
import { currentTargetRow, phaseText, type TargetFacts } from './currentTarget';
import type { TargetRow } from './targetRow';

/** What a row of several targets is made from. */
export interface BoardFacts extends TargetFacts {
  /** Tells it from the others. */
  readonly id: string;
  readonly isCurrent: boolean;
  /** Of the last five minutes; null where nothing is stored or it cannot be read. */
  readonly summary: TrafficSummary | null;
}

/** One of several targets: how it stands and what its traffic is, with all that is shown of a single one below it. */
export function boardRow(facts: BoardFacts, locale: string, t: Localize): TargetRow {
  const { id, name, status, isCurrent, summary } = facts;
  const single = currentTargetRow(facts, locale, t);
  const label = plainLabel(name);
  const failure = status.phase === 'failing' ? status.metrics.failure : null;
  const phase = phaseText(status, t);
  const isCollected = status.phase === 'collecting' || status.phase === 'watching';
  // What was read before it ended is not of now.
  const traffic = isCollected ? trafficOf(summary, locale) : null;
  const parts = [
    traffic ? null : phase,
    traffic && t('{0} req/s · {1} err', traffic.requests, traffic.errors),
    traffic?.p95 ? `p95 ${traffic.p95}` : null,
  ].filter((part) => part !== null);
  const sentences = failure ? [failure.what, failure.todo] : [];
  return {
    ...within(id, single),
    switches: true,
    contextValue: [
      'target',
      ...(isCurrent ? ['current'] : []),
      ...(status.phase === 'paused' ? ['paused'] : []),
    ].join(' '),
    text: {
      label,
      description: `${isCurrent ? '● ' : ''}${parts.join(' · ')}`,
      tooltip: [
        { title: label, beside: isCurrent ? t('current, {0}', phase) : phase },
        ...sentences.map((text) => ({ text })),
        ...single.text.tooltip.slice(1),
        ...(traffic
          ? [
              {
                head: t('Last 5 minutes'),
                rows: [
                  [t('Requests per second'), traffic.requests],
                  [t('Error rate'), traffic.errors],
                  ['p95', traffic.p95 ?? unknown],
                ] as const,
              },
            ]
          : []),
      ],
      spoken: [
        isCurrent ? t('{0}, current', label) : label,
        phase,
        ...(traffic
          ? [
              t('{0} requests per second', traffic.requests),
              t('{0} errors', traffic.errors),
              ...(traffic.p95 ? [t('95th percentile {0}', traffic.p95)] : []),
            ]
          : []),
      ].join(', '),
    },
    icon: icons[status.phase],
    open: false,
  };
}

interface Traffic {
  readonly requests: string;
  readonly errors: string;
  readonly p95: string | null;
}

/** Null where nothing is known of the time. */
function trafficOf(summary: TrafficSummary | null, locale: string): Traffic | null {
  if (!summary || summary.coveredSeconds === 0) return null;
  const { requests, errors, coveredSeconds, p95 } = summary;
  const numbers = numberFormat(locale);
  return {
    requests: numbers.perSecond(requests / coveredSeconds).value,
    errors: requests === 0 ? unknown : joined(numbers.percent(errors / requests)),
    p95: p95 && joined(numbers.quantile(p95)),
  };
}

/** Told apart by shape, not only by colour. */
const icons: Readonly<Record<CollectingStatus['phase'], TargetRow['icon']>> = {
  waiting: { name: 'circle-outline', color: null },
  collecting: { name: 'pass', color: 'charts.green' },
  restarting: { name: 'sync', color: null },
  watching: { name: 'eye', color: 'charts.green' },
  failing: { name: 'warning', color: 'charts.yellow' },
  paused: { name: 'debug-pause', color: null },
};

/** The same rows with ids that no other target's rows have, for commands to know whose they are. */
function within(target: string, row: TargetRow): TargetRow {
  return {
    ...row,
    target,
    id: `${target} ${row.id}`,
    children: row.children.map((child) => within(target, child)),
  };
}
