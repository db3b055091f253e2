import type { StoreWork } from '../store/storeFault';
import type { TrafficReads } from '../store/trafficReader';
import type { Localize } from './localize';

/** What is done at the beginning of a sentence on how it went. */
export function readName(read: keyof TrafficReads, localize: Localize): string {
  switch (read) {
    case 'summary':
      return localize('Reading totals');
    case 'minutes':
      return localize('Reading minutes');
    case 'topEndpoints':
    case 'endpointNumbers':
    case 'selectionTraffic':
    case 'calledEndpoints':
      return localize('Reading endpoints');
    case 'answers':
      return localize('Reading answers by status');
    case 'errorGroups':
      return localize('Reading errors');
    case 'errorsOfGroup':
      return localize('Reading the errors of a group');
    case 'errorGroup':
      return localize('Reading an error group');
    case 'errorsSince':
      return localize('Counting new errors');
    case 'erasable':
      return localize('Counting what would be deleted');
    case 'marks':
      return localize('Reading restarts and session marks');
    case 'sessions':
      return localize('Reading sessions');
    case 'restarts':
      return localize('Reading restarts');
    case 'charts':
      return localize('Reading the charts');
    case 'tables':
      return localize('Reading the tables');
    case 'dashboard':
      return localize('Reading the dashboard');
    case 'compareSpans':
      return localize('Comparing two spans');
    case 'explain':
      return localize('Reading a window');
    case 'storedSpan':
    case 'overview':
      return localize('Reading what is stored');
    case 'query':
      return localize('Running a query');
  }
}

/** As readName, of other work. */
export function workName(work: StoreWork, localize: Localize): string {
  switch (work) {
    case 'otherCollector':
      return localize('Asking who collects');
    case 'loadState':
      return localize('Reading the collector state');
    case 'commit':
      return localize('Writing a batch');
    case 'coveredSpans':
      return localize('Reading what is covered');
    case 'backfill':
      return localize('Filling in the past');
    case 'rollUp':
      return localize('Rolling up');
    case 'retain':
      return localize('Deleting what has expired');
    case 'startSession':
      return localize('Starting a session');
    case 'endSession':
      return localize('Ending a session');
    case 'setCollecting':
      return localize('Making ready to collect');
    case 'goOn':
      return localize('Going on');
    case 'compact':
      return localize('Giving free space back to the disk');
    case 'erase':
      return localize('Deleting data');
    case 'check':
      return localize('Checking the pages');
  }
}
