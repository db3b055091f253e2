import type { Connection } from '../database/connection';
import { readAnswers } from '../readModels/answers';
import { readCalledEndpoints } from '../readModels/calledEndpoints';
import { readDashboard } from '../readModels/dashboard';
import { readErrorGroup, readErrorGroups, readErrorsOfGroup } from '../readModels/errorGroups';
import { readExplanation } from '../readModels/explanation';
import { readOverview } from '../readModels/overview';
import { readErasable } from '../readModels/erasable';
import { readMinutes } from '../readModels/minutes';
import { readMarks } from '../readModels/history';
import { readErrorsSince } from '../readModels/storedErrors';
import { readRestarts } from '../readModels/restarts';
import { readSessions } from '../readModels/sessions';
import { readStoredSpan } from '../readModels/storedSpan';
import { readSpanComparison } from '../readModels/spanComparison';
import { readSummary } from '../readModels/summary';
import { readTopEndpoints } from '../readModels/topEndpoints';
import type { TrafficReads } from '../trafficReader';
import type { CallsOf } from '../worker/remoteApi';
import { KeptEndpoints } from './keptEndpoints';
import { KeptSelections } from './keptSelections';
import { KeptTraffic } from './keptTraffic';
import { readNamedQuery } from './namedQueries';
import type { OtherDatabase } from './otherDatabase';

/** How each read is answered from a database. */
export type Reads = {
  readonly [Name in keyof TrafficReads]: (
    connection: Connection,
    ...request: CallsOf<TrafficReads>[Name]['request']
  ) => CallsOf<TrafficReads>[Name]['response'];
};

/**
 * @param other the database that a query compares with, where it is another one
 * @param hasOneWriter whether rows are committed in the order of their ids, by which what was read before is known to be true
 */
export function readsBeside(other: Pick<OtherDatabase, 'read'>, hasOneWriter = true): Reads {
  const kept = new KeptTraffic();
  const endpoints = new KeptEndpoints();
  const selections = new KeptSelections();
  return {
    summary: readSummary,
    minutes: readMinutes,
    topEndpoints: readTopEndpoints,
    endpointNumbers: (connection, span) =>
      (hasOneWriter ? endpoints : new KeptEndpoints()).read(connection, span),
    selectionTraffic: (connection, query) =>
      (hasOneWriter ? selections : new KeptSelections()).read(connection, query),
    answers: readAnswers,
    calledEndpoints: (connection) => readCalledEndpoints(connection),
    errorGroups: readErrorGroups,
    errorsOfGroup: readErrorsOfGroup,
    errorGroup: readErrorGroup,
    errorsSince: readErrorsSince,
    marks: readMarks,
    sessions: (connection) => readSessions(connection),
    erasable: readErasable,
    restarts: readRestarts,
    charts: (connection, query) =>
      other.read((own, asked, beside) => kept.charts(own, asked, beside), connection, query),
    tables: (connection, query, known) =>
      other.read((own, asked, beside) => kept.tables(own, asked, beside, known), connection, query),
    dashboard: (connection, query) => other.read(readDashboard, connection, query),
    explain: readExplanation,
    compareSpans: readSpanComparison,
    storedSpan: readStoredSpan,
    overview: readOverview,
    query: readNamedQuery,
  };
}
