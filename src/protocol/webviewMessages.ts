import type { Condition } from '../domain/condition';
import type { Compare, Period, Range } from '../domain/range';
import type { ColumnKind, ResultTable } from '../domain/resultTable';
import type { TextPlace } from '../domain/textPlace';
import type { CollectingStatus } from './collectingStatus';
import type { Difference } from './difference';
import type {
  DashboardCharts,
  DashboardTables,
  EndpointColumn,
  EndpointPage,
  EndpointRow,
} from './dashboardData';
import type { Explanation } from './explanation';
import type { ImportedFile } from './importedFile';
import type { CoverageAnswer, NewOperation } from './contractCoverage';
import type { Overview } from './overview';
import type { EndpointName, ErrorGroupDetail, ErrorGroupName, TrafficFilter } from './readModels';

/** What the webview keeps over reloads and hiding: everything else it asks for again. */
export interface DashboardViewState {
  readonly period: Period;
  /** The last range, to which a custom one goes back. */
  readonly range: Range;
  readonly compare: Compare;
  readonly filter: TrafficFilter;
  readonly search: string;
  readonly live: boolean;
  readonly sort: { readonly column: EndpointColumn; readonly descending: boolean };
  /** Pixels that the page is scrolled down. */
  readonly scroll: number;
}

/** Where to open a dashboard; what is left out keeps its value, or its default. */
export interface DashboardPlace {
  readonly period?: Period;
  readonly compare?: Compare;
  /** Null: all endpoints. */
  readonly endpoint?: EndpointName | null;
  /** Nothing but what these ask for, whatever was asked for before. */
  readonly only?: readonly Condition[];
  /** What is left out as well. */
  readonly without?: readonly Condition[];
}

/** What of the traffic the webview wants to see; now decides where a period without an end stops. */
export interface DashboardRequest {
  readonly period: Period;
  readonly compare: Compare;
  readonly filter: TrafficFilter;
  readonly endpointPage: EndpointPage;
  /** Tell what changes as it is collected. */
  readonly live: boolean;
}

/** Charts that can be drawn before their tables are read, and their number. */
export interface ChartsAnswer {
  readonly revision: number;
  readonly charts: DashboardCharts;
}

/** An answer and its number; `data` is null while the target has no database yet. */
export interface DashboardAnswer {
  readonly revision: number;
  readonly data: {
    /** Null: those that the webview has are of the same commit as the tables. */
    readonly charts: DashboardCharts | null;
    readonly tables: DashboardTables;
  } | null;
}

/** What a button of the webview may set off in the editor. */
export const hostActions = [
  'scrapeNow',
  'connect',
  'trySample',
  'removeSample',
  'backfill',
  'start',
  'showLog',
  'copyServeCommand',
  'showRecentErrors',
  'markSession',
  'export',
  'chooseDefinitions',
] as const;
export type HostAction = (typeof hostActions)[number];

/** A file to save: `base64` for anything but text. */
export interface ExportedFile {
  readonly name: string;
  readonly encoding: 'utf8' | 'base64';
  readonly content: string;
}

/** A request as it can be repeated. */
export interface RepeatableRequest {
  readonly method: string;
  /** As it was sent, or the stored name of its endpoint. */
  readonly path: string;
  /** Of the recorder; null where it is not known, or any request to the path will do. */
  readonly requestId: string | null;
}

/** Endpoints, and the time that their requests are of. */
export interface EndpointList {
  readonly rows: readonly EndpointRow[];
  readonly coveredSeconds: number;
}

/** The targets that can be shown, and which one is. */
export interface TargetChoices {
  readonly targets: readonly { readonly id: string; readonly name: string }[];
  /** An id. */
  readonly shown: string;
}

/** Calls from the webview to the extension host. */
export type HostCalls = {
  /** First call of a view; the answer tells it what to draw. */
  ready: { request: null; response: ViewContent };
  /**
   * The part of a dashboard that is read soonest; null while the target has no database yet. A call of this or of
   * readDashboard ends the one before, which rejects.
   */
  readCharts: { request: DashboardRequest; response: ChartsAnswer | null };
  /** `charts` is the number of the charts that the webview has of this request; 0: none. */
  readDashboard: {
    request: { readonly request: DashboardRequest; readonly charts: number };
    response: DashboardAnswer;
  };
  /** All rows of the endpoints' table, whatever page of it the request names. */
  readEndpoints: { request: DashboardRequest; response: EndpointList };
  /** Unix seconds: a window of the span that the request names. */
  explain: {
    request: { readonly request: DashboardRequest; readonly from: number; readonly to: number };
    response: Explanation | null;
  };
  /** Null where the span that the request names has none of the group. */
  readErrorGroup: {
    request: { readonly request: DashboardRequest; readonly group: ErrorGroupName };
    response: ErrorGroupDetail | null;
  };
  /** What was exercised of the API in the span that the request names; null where nothing is stored. */
  readCoverage: { request: DashboardRequest; response: CoverageAnswer | null };
  /** All that is stored up to now, whatever a view shows; null where that is nothing. */
  readOverview: { request: null; response: Overview | null };
  run: { request: HostAction; response: null };
  /** Shows the target of that id, here or where it is shown already. */
  showTarget: { request: string; response: null };
  /** Asks where to, and writes; false when the user thought better of it. */
  saveFile: { request: ExportedFile; response: boolean };
  copyText: { request: string; response: null };
  /** Says that a picture is on the clipboard, or for false that the editor keeps it from there. */
  pictureCopied: { request: boolean; response: null };
  copyAsCurl: { request: RepeatableRequest; response: null };
  /** Opens the operation of a document that defines it, or says that none does. */
  openDefinition: { request: EndpointName; response: null };
  /** Asks for an alert rule: of an endpoint, or of all traffic. */
  alertMe: { request: { readonly endpoint: EndpointName | null }; response: null };
  /** Adds an operation to a document of the API, not saved, or says why none has it. */
  createOperation: { request: NewOperation; response: null };
  /** Beside the page, where there is room for both, else over it. */
  openAsHttp: {
    request: { readonly request: RepeatableRequest; readonly beside: boolean };
    response: null;
  };
};

/** What a webview shows: the dashboard, or what queries come to. */
export type ViewContent = (
  | { readonly view: 'dashboard'; readonly settings: DashboardSettings }
  | { readonly view: 'query'; readonly shown: QueryView; readonly locale: string }
) & {
  /** Our texts in the editor's language by their English ones; a missing one stays English. */
  readonly translations: Readonly<Record<string, string>>;
};

export interface DashboardSettings {
  /** BCP 47, the editor's language; numbers and times follow it. */
  readonly locale: string;
  readonly errorRateThresholdPercent: number;
  readonly status: CollectingStatus;
  /** Where to begin instead of where the view was; null: there. */
  readonly place: DashboardPlace | null;
  /** What can be compared with. */
  readonly importedFiles: readonly ImportedFile[];
  /** Absent where a file is shown. */
  readonly targets?: TargetChoices;
  /** The file that is shown instead of collected data. */
  readonly shownFile?: ImportedFile;
}

/** What a query found. */
export interface QueryRows {
  readonly table: ResultTable;
  /** Of each column. */
  readonly kinds: readonly (ColumnKind | null)[];
  /** Why there are no rows and what to do, where that is known. */
  readonly emptyReason: string | null;
}

/** What went wrong with a query. */
export interface QueryFailure {
  readonly reason: string;
  /** Where in its SQL; null where that is not known, or is no matter. */
  readonly place: TextPlace | null;
}

/** A query that is over: what it found, or why it found nothing. */
export type QueryOutcome = {
  readonly title: string;
  /** The name of the one of several servers that was read. */
  readonly server: string | null;
  readonly sql: string;
} & ({ readonly rows: QueryRows } | { readonly failure: QueryFailure });

/** What the view of queries shows. */
export interface QueryView {
  /** Null: what is shown stays. */
  readonly outcome: QueryOutcome | null;
  /** The title of the one that runs. */
  readonly running: string | null;
}

/** What the extension host tells a webview unasked: the last a view of queries, all else a dashboard. */
export type WebviewEvent =
  | { readonly type: 'status'; readonly status: CollectingStatus }
  /** Another target is shown, or they have other names. */
  | { readonly type: 'targets'; readonly targets: TargetChoices; readonly status: CollectingStatus }
  /** What can be compared with is other than before. */
  | { readonly type: 'importedFiles'; readonly files: readonly ImportedFile[] }
  /** There is something to read, or it is something else altogether. `erased`: also of what does not follow the time. */
  | { readonly type: 'committed'; readonly erased?: true }
  /** What is other than in the answer or message with the number `base`; null: nothing. */
  | {
      readonly type: 'changed';
      readonly base: number;
      readonly revision: number;
      readonly change: Difference | null;
    }
  /** Show this. */
  | { readonly type: 'show'; readonly place: DashboardPlace }
  | ({ readonly type: 'query' } & QueryView);
