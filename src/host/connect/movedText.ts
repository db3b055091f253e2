import { shownUrl } from '../../domain/shownUrl';
import type { ServerAddresses } from '../../mockforge/configFile';
import { hasMetricsAt, type NamedServer } from '../../mockforge/foundServers';
import type { Localize } from '../../sentences/localize';

/** That a file names other addresses than a target has, with what is asked. */
export function movedText(
  path: string,
  target: NamedServer,
  server: ServerAddresses,
  t: Localize,
): string {
  const { metricsUrls, adminUrls, recorderUrl } = server;
  const changed = [
    hasMetricsAt(server, target.metricsUrl) ? null : t('metrics at {0}', hostOf(metricsUrls[0])),
    adminUrls.includes(target.adminUrl) ? null : t('admin API at {0}', hostOf(adminUrls[0])),
  ].filter((part) => part !== null);
  const what = changed.length > 0 ? changed.join(', ') : t('mocks at {0}', hostOf(recorderUrl));
  return t('{0} now says {1}. Update {2}, which keeps its data?', path, what, target.name);
}

function hostOf(url: string): string {
  return new URL(shownUrl(url)).host;
}
