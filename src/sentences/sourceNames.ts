import type { Wanted, WantedPage } from '../collector/sources/sourceFailure';
import type { Localize } from './localize';

/** As a sentence names it. */
export function nameOf(wanted: WantedPage, localize: Localize): string {
  switch (wanted) {
    case 'metrics':
      return localize('metrics');
    case 'request_log':
      return localize('the request log');
    case 'live_log':
      return localize('the live request log');
    case 'routes':
      return localize('the routes');
    case 'dashboard':
      return localize('the dashboard');
    case 'recorder':
      return localize('the recorder');
    case 'mailbox':
      return localize('the SMTP mailbox');
    case 'prometheus_version':
      return localize('its version');
    case 'history':
      return localize('the history');
  }
}

/** As a sentence begins with it. */
export function subjectOf(wanted: Wanted, localize: Localize): string {
  switch (wanted) {
    case 'metrics':
      return localize('The metrics');
    case 'request_log':
      return localize('The request log');
    case 'routes':
      return localize('The routes');
    case 'dashboard':
      return localize('The dashboard');
    case 'recorder':
      return localize('The recorder');
    case 'mailbox':
      return localize('The SMTP mailbox');
    case 'prometheus_version':
      return localize('The version');
    case 'history':
      return localize('The history');
  }
}
