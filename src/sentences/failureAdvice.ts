import type { OptionalSource, Wanted, WantedPage } from '../collector/sources/sourceFailure';
import type { Localize } from './localize';

/** What to do where nobody listens. */
export function startText(wanted: Wanted, localize: Localize): string {
  switch (wanted) {
    case 'metrics':
      return localize('Start MockForge, or connect to the address it runs at.');
    case 'request_log':
    case 'routes':
    case 'dashboard':
      return localize("Endpoints and errors need MockForge's admin API: start it with --admin.");
    default:
      return checkText(wanted, localize);
  }
}

/** What to do where something else answers. */
export function checkText(wanted: WantedPage, localize: Localize): string {
  switch (wanted) {
    case 'metrics':
      return localize(
        'Check the metrics URL: MockForge serves its metrics at port 9090, path /metrics.',
      );
    case 'request_log':
    case 'routes':
    case 'dashboard':
      return localize(
        'Check the admin URL: MockForge serves its admin API at port 9080 when started with --admin.',
      );
    case 'live_log':
      return insteadOfLiveLog(localize);
    case 'recorder':
    case 'mailbox':
      return needsRecorder(localize);
    case 'prometheus_version':
    case 'history':
      return localize('Check that Prometheus runs at this address.');
  }
}

/** What became of an answer that broke off. */
export function unusedText(wanted: Wanted, localize: Localize): string {
  switch (wanted) {
    case 'metrics':
      return localize('None of them were counted. The next scrape tries again.');
    case 'history':
      return localize('None of it was used. Try again.');
    default:
      return localize('None of it was used. The next scrape tries again.');
  }
}

/** What to do about an answer that is too large. */
export function tooLargeText(wanted: Wanted, localize: Localize): string {
  switch (wanted) {
    case 'metrics':
      return localize('Restart MockForge: its metrics grow with each path.');
    case 'history':
      return localize('Fill in fewer days at a time.');
    default:
      return localize(
        'Restart MockForge, which empties it, or check what answers at this address.',
      );
  }
}

/** Where a status says what is wrong. */
export function statusAdvice(
  status: number,
  isSlashed: boolean,
  localize: Localize,
): string | undefined {
  if (status === 401 || status === 403) {
    return localize(
      'It wants a token or a password: run Set Credentials..., or set MOCKFORGE_ANALYTICS_TOKEN in a terminal.',
    );
  }
  if (asksForPassword(status)) {
    return localize(
      'MockForge asks for no password here, but a proxy in front of it does. Connect to MockForge itself.',
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return localize(
      'MockForge, or a proxy in front of it, is starting or overloaded. The next scrape tries again.',
    );
  }
  return status === 404 && isSlashed
    ? localize('Leave out the slash at the end of its path.')
    : undefined;
}

export function asksForPassword(status: number): boolean {
  return status === 401 || status === 403 || status === 407;
}

/** When a source is asked again after it failed. */
export function againText(source: OptionalSource, localize: Localize): string {
  switch (source) {
    case 'request_log':
      return localize('It is read again soon.');
    case 'recorder':
      return localize('It is asked again when a request fails.');
    case 'mailbox':
      return localize('It is read again after the next scrape.');
  }
}

export function insteadOfLiveLog(localize: Localize): string {
  return localize('The request log is read instead.');
}

function needsRecorder(localize: Localize): string {
  return localize('Causes of failures need the recorder: start MockForge with --recorder.');
}

export function neverRedirects(localize: Localize): string {
  return localize(
    'MockForge itself never redirects. Check the address and any proxy in front of it.',
  );
}

export function checkProxy(localize: Localize): string {
  return localize('Check the proxy in front of MockForge, which itself compresses nothing.');
}

export function anotherProgram(localize: Localize): string {
  return localize('Check the address. Another program answers there.');
}
