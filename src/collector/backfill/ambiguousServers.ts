import { FaultError } from '../../domain/faultError';
import type { LabelMatcher } from '../../prometheus/labelMatcher';
import type { Labels } from '../../prometheus/seriesTable';

/** One of several servers that may be meant. */
export interface ServerChoice {
  /** Fit no other server that Prometheus knows. */
  readonly matchers: readonly LabelMatcher[];
  /** Requests (http, graphql, grpc) that it counted in the time in question. */
  readonly requests: number;
}

export interface AmbiguousServers {
  /** Where Prometheus is. */
  readonly host: string;
  readonly choices: readonly ServerChoice[];
}

/** What Prometheus shows as several servers may be one, so nothing of the time in question was filled in. */
export class AmbiguousServersError extends FaultError<AmbiguousServers> {
  override readonly name = 'AmbiguousServersError';
}

/**
 * Matchers that only one of several servers fits, as few as do: a label that a server lacks is empty.
 * @param all the labels of every server, those in question among them
 */
export function matchersOnlyOf(wanted: Labels, all: readonly Labels[]): readonly LabelMatcher[] {
  const names = [...new Set(all.flatMap((labels) => [...labels.keys()]))].sort(byUse);
  const matchers: LabelMatcher[] = [];
  let others = all.filter((labels) => labels !== wanted);
  while (others.length > 0) {
    const left = names.map((label) => ({
      label,
      others: others.filter((labels) => valueOf(labels, label) === valueOf(wanted, label)),
    }));
    const best = left.reduce((least, one) =>
      one.others.length < least.others.length ? one : least,
    );
    if (best.others.length === others.length) break;
    matchers.push({ label: best.label, operator: '=', value: valueOf(wanted, best.label) });
    ({ others } = best);
  }
  return matchers;
}

/** Of labels that say as much, job and instance are the ones that users gave a meaning. */
function byUse(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function rank(label: string): number {
  const known = ['job', 'instance'].indexOf(label);
  return known < 0 ? 2 : known;
}

function valueOf(labels: Labels, label: string): string {
  return labels.get(label) ?? '';
}
