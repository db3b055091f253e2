import type { Condition, ConditionValue } from '../src/domain/condition';
import type { Period } from '../src/domain/range';
import type { CollectingStatus } from '../src/protocol/collectingStatus';
import type { CoverageAnswer, NewOperation } from '../src/protocol/contractCoverage';
import type { DashboardCharts, DashboardData } from '../src/protocol/dashboardData';
import type { EndpointName, ErrorGroupDetail, ErrorGroupName } from '../src/protocol/readModels';
import type {
  EndpointList,
  ExportedFile,
  RepeatableRequest,
} from '../src/protocol/webviewMessages';
import type { ChartTheme } from './charts/chartTheme';
import type { NumberFormat } from '../src/domain/numberFormat';
import { t } from './localize';
import type { TimeFormat } from '../src/domain/timeFormat';

/** All that cards and charts draw from. */
export interface DashboardView {
  readonly data: DashboardCharts;
  readonly status: CollectingStatus;
  /** Where the traffic is from, as pictures name it: host and port of the server, or a file. */
  readonly source: string;
  readonly theme: ChartTheme;
  readonly numbers: NumberFormat;
  readonly times: TimeFormat;
  readonly errorRateThreshold: number;
  /** What the user searches for in the tables; empty for everything. */
  readonly search: string;
  readonly narrow: boolean;
  /** BCP 47. */
  readonly locale: string;
}

/** All that the tables draw from. */
export interface WholeView extends DashboardView {
  readonly data: DashboardData;
}

/** Whether the tables are there already, and not only the charts, which are read first. */
export function isWhole(view: DashboardView): view is WholeView {
  return 'endpoints' in view.data;
}

/** All that the tables draw from; null while only the charts are there. */
export function wholeOf(view: DashboardView): WholeView | null {
  return isWhole(view) ? view : null;
}

/** What a panel can set off. */
export interface PanelActions {
  /** BCP 47. */
  readonly locale: string;
  /** Narrows the traffic down further, in another period if one is given. */
  readonly filterBy: (condition: Condition, period?: Period) => void;
  /** Removes a condition. */
  readonly unfilter: (value: ConditionValue) => void;
  /** Shows one endpoint. */
  readonly openEndpoint: (name: EndpointName) => void;
  /** All rows of the endpoints' table, not only the page that is shown. */
  readonly readEndpoints: () => Promise<EndpointList>;
  /** All that is known of an error group; null where the range has none of it. */
  readonly readErrorGroup: (group: ErrorGroupName) => Promise<ErrorGroupDetail | null>;
  /** What was exercised of the API; null where nothing is stored. */
  readonly readCoverage: () => Promise<CoverageAnswer | null>;
  /** Asks which documents define the API. */
  readonly chooseDefinitions: () => void;
  /** Says that something could not be done. */
  readonly fail: (error: unknown) => void;
  /** Offers a file to keep. */
  readonly save: (file: ExportedFile) => void;
  /** Says that a picture is on the clipboard, or for false that the editor keeps it from there. */
  readonly pictureCopied: (isCopied: boolean) => void;
  readonly copyText: (text: string) => void;
  /** Opens the operation of a document that defines an endpoint. */
  readonly openDefinition: (name: EndpointName) => void;
  /** Asks in the editor for an alert rule, for null of all traffic. Null where nothing more is collected: for a file. */
  readonly alertMe: ((name: EndpointName | null) => void) | null;
  /** Adds an operation to a document of the API. */
  readonly createOperation: (operation: NewOperation) => void;
  readonly copyAsCurl: (request: RepeatableRequest) => void;
  readonly openAsHttp: (request: RepeatableRequest) => void;
  readonly showRecentErrors: () => void;
  /** Says something to those who cannot see. */
  readonly announce: (text: string) => void;
}

/** The one endpoint that is looked at; null: all of them. */
export function targetOf({ data }: DashboardView): EndpointName | null {
  return data.query.filter?.endpoint ?? null;
}

/** A series by the step with null where nothing was collected, which is not the same as nothing that happened. */
export function knownSteps(
  { data }: Pick<DashboardView, 'data'>,
  perStep: readonly number[],
): readonly (number | null)[] {
  return perStep.map((value, i) => (data.points[i]?.coveredSeconds === 0 ? null : value));
}

/** `until 22:53:15` when the server does not answer, so that nobody takes old numbers for new ones. */
export function untilText({ status, times }: DashboardView): string | null {
  return status.phase === 'failing' && status.lastScrapeAt !== null
    ? t('until {0}', times.clock(status.lastScrapeAt / 1000))
    : null;
}

/** The parts of a panel's note that there are. */
export function noteText(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ');
}

/** `3 of 18` where conditions leave some of all, else how many there are. */
export function countOfAll(
  count: number,
  all: number | null | undefined,
  { count: written }: NumberFormat,
): string {
  return all === null || all === undefined || all === count
    ? written(count)
    : t('{0} of {1}', written(count), written(all));
}
