import { requestProtocols } from '../../domain/protocol';
import { parseTrafficKey } from '../../domain/trafficKey';
import { AmbiguousServersError, matchersOnlyOf } from './ambiguousServers';
import type { FreeMinutes } from './freeMinutes';
import { historyMovements } from './historyMovements';
import type { HistoryMovement } from './historyMovements';
import type { MinuteSpan } from './pastMinutes';
import { processesOf } from './processCopies';
import { processRuns } from './processRuns';
import type { ServerHistory } from './serverHistory';

/**
 * What all servers counted, each process once, whatever the labels under which Prometheus shows it.
 * @param span the minutes to fill
 * @param host where Prometheus is
 * @throws AmbiguousServersError where nobody can tell, and it matters in a free minute of the span
 */
export function certainMovements(
  histories: readonly ServerHistory[],
  span: MinuteSpan,
  free: FreeMinutes,
  host: string,
): readonly HistoryMovement[] {
  const runs = histories.flatMap(processRuns);
  const { all, doubts } = processesOf(runs);
  const movements = new Map(all.map((copies) => [copies, [...historyMovements(copies)]]));
  const counts = (movement: HistoryMovement): boolean =>
    movement.counters.size > 0 && fillsSome(movement, span, free);
  const open = doubts.filter((pair) => pair.every((copies) => movements.get(copies)?.some(counts)));
  if (open.length === 0) return [...movements.values()].flat();

  const meant = new Set(open.flat(2).map(({ history }) => history));
  const labels = histories.map((history) => history.labels);
  const choices = [...meant].map((history) => {
    const own = runs.filter((run) => run.history === history);
    const counted = own.flatMap((run) => [...historyMovements([run])].filter(counts));
    const requests = counted.reduce((sum, movement) => sum + requestsOf(movement), 0);
    return { matchers: matchersOnlyOf(history.labels, labels), requests };
  });
  throw new AmbiguousServersError({ host, choices });
}

function fillsSome(movement: HistoryMovement, span: MinuteSpan, free: FreeMinutes): boolean {
  if (!free.isUncounted(movement)) return false;
  const from = Math.max(movement.from, span.from);
  return free.next(from, Math.min(movement.to, span.to)) !== undefined;
}

function requestsOf({ counters }: HistoryMovement): number {
  return [...counters]
    .filter(([key]) => requestProtocols.includes(parseTrafficKey(key).protocol))
    .reduce((sum, [, count]) => sum + count, 0);
}
