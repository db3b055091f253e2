import failureMessagesSql from '../../../sql/readModels/failureMessages.sql';
import { standOfExplained } from '../../domain/filterStanding';
import type { DashboardQuery } from '../../protocol/dashboardData';
import type {
  ExplainedSide,
  Explanation,
  FailureCause,
  InjectedPaths,
} from '../../protocol/explanation';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import { partsOf, perMinute } from './changedParts';
import type { FailureCounts } from './failures';
import { clientsOf, Failures, firstOf, lastOf, sumOf } from './failures';
import { routesOf } from './routes';
import { overFailed, spanParameters } from './span';

/** Failed requests of a window whose messages are read. */
const readMessagesOf = 5000;
const clientLimit = 3;
const messageLimit = 5;
const validationTypes: readonly (string | null)[] = ['bad_request', 'validation_error'];

interface FailureSide extends ExplainedSide {
  readonly paths: ReadonlySet<string>;
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** Why a window has more or fewer failed requests than the rest, by what they say. */
export function explainedFailures(
  connection: Connection,
  span: DashboardQuery,
  { window, rest }: { readonly window: FailureSide; readonly rest: FailureSide },
): Pick<Explanation, 'causes' | 'clients' | 'messages' | 'messagesOfNewest' | 'faulty'> {
  const isRoute = routesOf(span);
  const countsOf = ({ spans }: FailureSide): FailureCounts[] =>
    spans.flatMap((part) => new Failures(connection, { ...span, ...part }, true).counts);
  const counts = { window: countsOf(window), rest: countsOf(rest) };
  const rate = {
    none: 0,
    amount: (count: number, side: 'window' | 'rest') => perMinute(count, { window, rest }[side]),
  };
  const hasPlaces = standOfExplained('places', conditionsIn(span.filter)).standing === 'follows';
  const faultyIn = (side: 'window' | 'rest'): InjectedPaths =>
    hasPlaces ? faultyPaths(counts[side], { window, rest }[side]) : faultyAlone(counts[side]);
  return {
    causes: causeParts(
      causesOf(counts.window, window, isRoute),
      causesOf(counts.rest, rest, isRoute),
      rate.amount,
    ),
    clients: partsOf(clientsOf(counts.window), clientsOf(counts.rest), {
      ...rate,
      limit: clientLimit,
    }),
    ...messagesOf(connection, span, counts.window.filter(isOfValidation)),
    faulty:
      rate.amount(faultsOf(counts.window), 'window') >= rate.amount(faultsOf(counts.rest), 'rest')
        ? faultyIn('window')
        : faultyIn('rest'),
  };
}

function faultsOf(counts: readonly FailureCounts[]): number {
  return sumOf(counts.filter(({ fault }) => fault !== null));
}

function pathsOf(counts: readonly FailureCounts[]): readonly string[] {
  return counts.filter(({ fault }) => fault !== null).map(({ endpoint }) => endpoint ?? '');
}

/** Of how many paths is not kept by what is asked for. */
function faultyAlone(counts: readonly FailureCounts[]): InjectedPaths {
  const known = new Set(pathsOf(counts));
  const isLeast = known.delete('');
  return { some: known.size, all: null, isLeast };
}

function faultyPaths(counts: readonly FailureCounts[], { paths }: FailureSide): InjectedPaths {
  const faulty = pathsOf(counts);
  const known = new Set(faulty.filter((path) => paths.has(path)));
  return { some: known.size, all: paths.size, isLeast: faulty.some((path) => !paths.has(path)) };
}

function causeParts(
  window: ReadonlyMap<FailureCause, number>,
  rest: ReadonlyMap<FailureCause, number>,
  amount: (count: number, side: 'window' | 'rest') => number,
): Explanation['causes'] {
  const parts = [...new Set([...window.keys(), ...rest.keys()])].map((item) => {
    const part = { item, window: window.get(item) ?? 0, rest: rest.get(item) ?? 0 };
    return { ...part, change: amount(part.window, 'window') - amount(part.rest, 'rest') };
  });
  const whole = parts.reduce((sum, { change }) => sum + change, 0);
  return parts
    .map(({ change, ...part }) => ({ ...part, share: whole === 0 ? 0 : change / whole }))
    .sort((a, b) => b.share - a.share);
}

function causesOf(
  counts: readonly FailureCounts[],
  { errors }: ExplainedSide,
  isRoute: ReturnType<typeof routesOf>,
): Map<FailureCause, number> {
  const causes = new Map<FailureCause, number>();
  const add = (cause: FailureCause, count: number): void => {
    if (count > 0) causes.set(cause, (causes.get(cause) ?? 0) + count);
  };
  for (const own of counts) add(causeOf(own, isRoute), own.count);
  add('unlisted', errors - sumOf(counts));
  return causes;
}

function causeOf(own: FailureCounts, isRoute: ReturnType<typeof routesOf>): FailureCause {
  if (own.fault !== null) return 'injected';
  if (isOfValidation(own)) return 'validation';
  return own.statusCode === 404 && !isRoute(own) ? 'notDefined' : 'other';
}

function isOfValidation({ errorType, fault }: FailureCounts): boolean {
  return fault === null && validationTypes.includes(errorType);
}

/** What the newest of some failed requests say, from the first to the last of them. */
function messagesOf(
  connection: Connection,
  span: DashboardQuery,
  counts: readonly FailureCounts[],
): Pick<Explanation, 'messages' | 'messagesOfNewest'> {
  if (counts.length === 0) return { messages: [], messagesOfNewest: null };
  const from = firstOf({ parts: counts });
  const to = lastOf({ parts: counts }) + 1;
  const rows = connection.all(overFailed(failureMessagesSql), {
    ...spanParameters({ ...span, from, to }),
    types: listParameter(validationTypes),
    limit: readMessagesOf,
  });
  const stored = rows.reduce((sum, row) => sum + row.number('stored'), 0);
  return {
    messages: rows.slice(0, messageLimit).map((row) => ({
      method: row.textOrNull('method'),
      endpoint: row.textOrNull('endpoint'),
      statusCode: row.numberOrNull('status_code'),
      message: row.textOrNull('error_message'),
      count: row.number('failures'),
    })),
    messagesOfNewest: stored < readMessagesOf ? null : readMessagesOf,
  };
}
