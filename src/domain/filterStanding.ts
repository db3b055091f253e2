import type { Condition, ConditionKind } from './condition';
import { conditionKinds } from './condition';

/**
 * How a number stands to a condition, best first. `follows`: it is of the chosen traffic alone. `whole`: it is of all
 * traffic, and says so. `handler`: whole requests are not kept by it, so handler times stand in their place. `failed`:
 * only failed requests are kept by it, so these are counted. `none`: nothing is kept by it, so nothing is shown.
 */
export const standings = ['follows', 'whole', 'handler', 'failed', 'none'] as const;
export type Standing = (typeof standings)[number];

type Row = Readonly<Record<ConditionKind, Standing>>;

const every = (standing: Standing): Row => ({
  protocol: standing,
  status: standing,
  endpoint: standing,
  client: standing,
  errorGroup: standing,
  hour: standing,
});

/** Counters tell requests by protocol, method, endpoint and status; who failed, and why, is told of failures alone. */
const counted: Row = { ...every('follows'), client: 'failed', errorGroup: 'failed' };
/** A share of requests, of which those without failure have neither a client nor an error. */
const ofRequests: Row = { ...every('follows'), client: 'none', errorGroup: 'none' };
/** Distributions are of protocols, and of handlers by endpoint. */
const timed: Row = { ...every('none'), protocol: 'follows', endpoint: 'handler', hour: 'follows' };

/** Everything that shows numbers: what is new says here how it stands to each kind of condition. */
export const cardStandings = {
  requests: counted,
  rate: counted,
  errors: ofRequests,
  p50: timed,
  p95: timed,
  p99: timed,
  connections: { ...every('none'), protocol: 'follows', hour: 'follows' },
  bytes: ofRequests,
} as const satisfies Readonly<Record<string, Row>>;

export const panelStandings = {
  traffic: counted,
  latency: timed,
  'error-rate': ofRequests,
  distribution: { ...timed, endpoint: 'follows' },
  protocols: counted,
  endpoints: counted,
  errors: every('follows'),
  tail: every('follows'),
  /** It is where hours are chosen from. */
  heatmap: { ...counted, hour: 'whole' },
  /** A client's requests are kept by the hour and protocol. */
  clients: { ...every('failed'), protocol: 'follows', client: 'follows', hour: 'follows' },
  'status-codes': counted,
  'never-called': { ...every('none'), endpoint: 'follows', hour: 'follows' },
  'not-defined': counted,
  /** Operations are told by status and endpoint themselves: what is left out would seem never to be called. */
  coverage: { ...every('none'), hour: 'follows' },
  /** Of the server, whoever asks it. */
  system: every('whole'),
  days: every('none'),
  /** What it tells of says so for itself, as below. */
  explain: every('follows'),
} as const satisfies Readonly<Record<string, Row>>;

/** What an explanation tells: its measures, the causes that not every filter finds, and on how many endpoints of all. */
export const explainedStandings = {
  latency: timed,
  errors: every('follows'),
  requests: ofRequests,
  /** Of an injected fault it is not known whose request it met. */
  injected: { ...every('follows'), client: 'none' },
  /** What no source lists is counted as all requests are. */
  unlisted: ofRequests,
  /** How many endpoints could have something: those that have what is asked for are no more than had it. */
  places: { ...every('follows'), status: 'none', client: 'none', errorGroup: 'none' },
} as const satisfies Readonly<Record<string, Row>>;

export type CardName = keyof typeof cardStandings;
export type PanelName = keyof typeof panelStandings;
export type ExplainedName = keyof typeof explainedStandings;

/** How numbers stand to conditions, and to which kind of them least well; `follows` and null without any. */
export interface Stand {
  readonly standing: Standing;
  readonly kind: ConditionKind | null;
}

export function standOfCard(name: CardName, conditions: readonly Condition[]): Stand {
  return standOf(cardStandings[name], conditions);
}

export function standOfPanel(name: PanelName, conditions: readonly Condition[]): Stand {
  return standOf(panelStandings[name], conditions);
}

export function standOfExplained(name: ExplainedName, conditions: readonly Condition[]): Stand {
  return standOf(explainedStandings[name], conditions);
}

/** Whether failed requests are counted in the place of all, which are not kept by what is asked for. */
export function countsFailures(conditions: readonly Condition[]): boolean {
  return standOf(counted, conditions).standing === 'failed';
}

/** Whether there are latencies of what is asked for. */
export function hasLatencies(conditions: readonly Condition[]): boolean {
  return standOf(timed, conditions).standing !== 'none';
}

/** Whether latencies are those of handlers. */
export function timesHandlers(conditions: readonly Condition[]): boolean {
  return standOf(timed, conditions).standing === 'handler';
}

function standOf(row: Row, conditions: readonly Condition[]): Stand {
  const worst = conditionKinds
    .filter((kind) => conditions.some((one) => one.kind === kind))
    .map((kind) => ({ standing: row[kind], kind }))
    .sort((a, b) => standings.indexOf(b.standing) - standings.indexOf(a.standing))[0];
  return worst ?? { standing: 'follows', kind: null };
}
