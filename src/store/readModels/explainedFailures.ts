import failedBySenderSql from '../../../sql/readModels/failedBySender.sql';
import { standOfExplained } from '../../domain/filterStanding';
import type { DashboardQuery } from '../../protocol/dashboardData';
import type {
  ExplainedSide,
  Explanation,
  FailureCause,
  FailureMessage,
  InjectedPaths,
} from '../../protocol/explanation';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { partsOf, perMinute } from './changedParts';
import type { FailureCounts } from './failures';
import { Failures, sumOf } from './failures';
import { routesOf } from './routes';
import { overFailed, spanParameters } from './span';

/** Failed requests of a side whose clients and messages are read. */
const readFailuresOf = 5000;
const clientLimit = 3;
const messageLimit = 5;
const validationTypes: readonly (string | null)[] = ['bad_request', 'validation_error'];

interface FailureSide extends ExplainedSide {
  readonly paths: ReadonlySet<string>;
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** Failed requests by what each of them says. */
interface Told extends FailureMessage {
  readonly errorType: string | null;
  readonly userAgent: string | null;
  readonly isSent: boolean;
  /** Rows that were read for them. */
  readonly stored: number;
}

/** Why a window has more or fewer failed requests than the rest, by what they say. */
export function explainedFailures(
  connection: Connection,
  span: DashboardQuery,
  { window, rest }: { readonly window: FailureSide; readonly rest: FailureSide },
): Pick<Explanation, 'causes' | 'clients' | 'messages' | 'messagesOfNewest' | 'faulty'> {
  const isRoute = routesOf(span);
  const countsOf = ({ spans }: FailureSide): FailureCounts[] =>
    spans.flatMap((part) => new Failures(connection, { ...span, ...part }).counts);
  const counts = { window: countsOf(window), rest: countsOf(rest) };
  const told = { window: toldOf(connection, span, window), rest: toldOf(connection, span, rest) };
  const rate = {
    none: 0,
    amount: (count: number, side: 'window' | 'rest') => perMinute(count, { window, rest }[side]),
  };
  const hasPlaces = standOfExplained('places', conditionsIn(span.filter)).standing === 'follows';
  const faultyIn = (side: 'window' | 'rest'): InjectedPaths =>
    hasPlaces ? faultyPaths(counts[side], { window, rest }[side]) : faultyAlone(counts[side]);
  const isAll = (failures: readonly Told[]): boolean =>
    failures.reduce((sum, { stored }) => sum + stored, 0) < readFailuresOf;
  return {
    causes: causeParts(
      causesOf(counts.window, window, isRoute),
      causesOf(counts.rest, rest, isRoute),
      rate.amount,
    ),
    clients:
      isAll(told.window) && isAll(told.rest)
        ? partsOf(clientsOf(told.window), clientsOf(told.rest), { ...rate, limit: clientLimit })
        : [],
    messages: messagesOf(told.window),
    messagesOfNewest: isAll(told.window) ? null : readFailuresOf,
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
  if (validationTypes.includes(own.errorType)) return 'validation';
  return own.statusCode === 404 && !isRoute(own) ? 'notDefined' : 'other';
}

function toldOf(connection: Connection, span: DashboardQuery, { spans }: FailureSide): Told[] {
  return spans.flatMap((part) =>
    connection
      .all(overFailed(failedBySenderSql), {
        ...spanParameters({ ...span, ...part }),
        limit: readFailuresOf,
      })
      .map((row) => ({
        method: row.textOrNull('method'),
        endpoint: row.textOrNull('endpoint'),
        statusCode: row.numberOrNull('status_code'),
        errorType: row.textOrNull('error_type'),
        message: row.textOrNull('error_message'),
        userAgent: row.textOrNull('user_agent'),
        isSent: row.number('is_sent') === 1,
        count: row.number('failures'),
        stored: row.number('stored'),
      })),
  );
}

function clientsOf(told: readonly Told[]): Map<string | null, number> {
  const clients = new Map<string | null, number>();
  for (const { userAgent, isSent, count } of told) {
    if (isSent) clients.set(userAgent, (clients.get(userAgent) ?? 0) + count);
  }
  return clients;
}

function messagesOf(told: readonly Told[]): FailureMessage[] {
  const messages = new Map<string, FailureMessage & { count: number }>();
  for (const { method, endpoint, statusCode, errorType, message, count } of told) {
    if (!validationTypes.includes(errorType)) continue;
    const key = JSON.stringify([method, endpoint, statusCode, message]);
    const known = messages.get(key) ?? { method, endpoint, statusCode, message, count: 0 };
    messages.set(key, { ...known, count: known.count + count });
  }
  return [...messages.values()].sort((a, b) => b.count - a.count).slice(0, messageLimit);
}
