import { largestParts } from '../../domain/changeParts';
import { minuteSeconds } from '../../domain/time';
import type {
  EndpointPart,
  Explanation,
  ExplainQuery,
  PartTotals,
} from '../../protocol/explanation';
import type { EndpointName } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { keyText } from './endpointKey';
import type { Segment } from './segments';
import { segmentsOf } from './segments';
import { SpanCounts } from './spanCounts';
import { topEndpoints } from './topEndpoints';

const endpointLimit = 20_000;
const partLimit = 5;

interface Part extends EndpointName {
  readonly totals: PartTotals;
}

type Side = PartTotals & { readonly coveredSeconds: number };

const nothing: PartTotals = { requests: 0, errors: 0, handlerMs: 0, timed: 0 };

/** Which endpoints make a window different from the rest of the span that it lies in. */
export function readExplanation(
  connection: Connection,
  { span: asked, from, to }: ExplainQuery,
): Explanation {
  // Steps of which only coarse rows are left begin before what was asked for.
  const span = { ...asked, from: Math.min(asked.from, from) };
  const reach = readWatermarks(connection);
  const coverage = new Coverage(connection, span);
  const cut = (start: number, end: number): readonly Segment[] =>
    segmentsOf({ from: start, to: end }, reach);
  const window = partsOf(connection, span, cut(from, to));
  const rest = partsOf(connection, span, [...cut(span.from, from), ...cut(to, span.to)]);
  const covered = coverage.seconds(from, to);
  const sides = {
    window: { ...sumOf(window), coveredSeconds: covered },
    rest: { ...sumOf(rest), coveredSeconds: coverage.seconds(span.from, span.to) - covered },
  };
  const names = new Map([...rest, ...window]);
  const ranked = (measure: (own: PartTotals, side: Side) => number): EndpointPart[] => {
    const changes = [...names].map(([key, { protocol, method, endpoint }]) => {
      const own = window.get(key)?.totals ?? nothing;
      const others = rest.get(key)?.totals ?? nothing;
      const item = { protocol, method, endpoint, window: own, rest: others };
      return { item, change: measure(own, sides.window) - measure(others, sides.rest) };
    });
    return largestParts(changes, partLimit).map(({ item, share }) => ({ ...item, share }));
  };
  return {
    from,
    to,
    ...sides,
    requests: ranked(({ requests }, { coveredSeconds }) => perMinute(requests, coveredSeconds)),
    errors: ranked(({ errors }, { coveredSeconds }) => perMinute(errors, coveredSeconds)),
    latency: ranked(({ handlerMs }, { timed }) => (timed === 0 ? 0 : handlerMs / timed)),
  };
}

function perMinute(count: number, seconds: number): number {
  return seconds === 0 ? 0 : (count * minuteSeconds) / seconds;
}

function partsOf(
  connection: Connection,
  span: ExplainQuery['span'],
  segments: readonly Segment[],
): Map<string, Part> {
  const parts = new Map<string, Part>();
  const limits = { counts: new SpanCounts(connection, span, segments), limit: endpointLimit };
  for (const row of topEndpoints(connection, span, segments, limits)) {
    const { protocol, method, endpoint } = row;
    if (endpoint === null) continue;
    const totals = {
      requests: row.requests,
      errors: row.errors,
      handlerMs: (row.averageMs ?? 0) * row.timed,
      timed: row.timed,
    };
    parts.set(keyText(protocol, method, endpoint), { protocol, method, endpoint, totals });
  }
  return parts;
}

function sumOf(parts: ReadonlyMap<string, Part>): PartTotals {
  return [...parts.values()].reduce(
    (sum, { totals }) => ({
      requests: sum.requests + totals.requests,
      errors: sum.errors + totals.errors,
      handlerMs: sum.handlerMs + totals.handlerMs,
      timed: sum.timed + totals.timed,
    }),
    nothing,
  );
}
