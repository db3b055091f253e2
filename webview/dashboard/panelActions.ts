import type { EndpointName } from '../../src/protocol/readModels';
import type { DashboardRequest } from '../../src/protocol/webviewMessages';
import type { PanelActions } from '../dashboardView';
import type { Host } from '../host';

/** Pixels: half of it is still no narrow page. */
const roomForTwo = 1400;

type Own = Pick<
  PanelActions,
  'locale' | 'filterBy' | 'unfilter' | 'openEndpoint' | 'fail' | 'announce'
>;

/** What panels can set off: `own` in the page, all else in the editor. */
export function panelActions(
  host: Pick<Host, 'calls' | 'run'>,
  request: () => DashboardRequest,
  { isOfFile, ...own }: Own & { readonly isOfFile: boolean },
): PanelActions {
  const { calls } = host;
  // The editor says itself what went wrong there.
  const ignored = (): undefined => undefined;
  return {
    ...own,
    readEndpoints: () => calls.call('readEndpoints', request()),
    readErrorGroup: ({ protocol, method, anyMethod, endpoint, errorType }) => {
      const group = { protocol, method, anyMethod, endpoint, errorType };
      return calls.call('readErrorGroup', { request: request(), group });
    },
    readCoverage: () => calls.call('readCoverage', request()),
    chooseDefinitions: () => {
      host.run('chooseDefinitions');
    },
    save: (file) => {
      calls.call('saveFile', file).catch(own.fail);
    },
    pictureCopied: (isCopied) => {
      calls.call('pictureCopied', isCopied).catch(own.fail);
    },
    copyText: (text) => {
      calls.call('copyText', text).catch(ignored);
    },
    openDefinition: (name) => {
      calls.call('openDefinition', nameOf(name)).catch(own.fail);
    },
    alertMe: isOfFile
      ? null
      : (name) => {
          calls.call('alertMe', { endpoint: name && nameOf(name) }).catch(own.fail);
        },
    createOperation: (operation) => {
      calls.call('createOperation', operation).catch(own.fail);
    },
    copyAsCurl: (repeatable) => {
      calls.call('copyAsCurl', repeatable).catch(ignored);
    },
    openAsHttp: (repeatable) => {
      const beside = window.innerWidth >= roomForTwo;
      calls.call('openAsHttp', { request: repeatable, beside }).catch(ignored);
    },
    showRecentErrors: () => {
      host.run('showRecentErrors');
    },
  };
}

/** Of a row, which may have more: nothing but the name is sent. */
function nameOf({ protocol, method, endpoint }: EndpointName): EndpointName {
  return { protocol, method, endpoint };
}
