import type { ConfiguredServer } from '../../mockforge/configFile';
import type { NamedServer } from '../../mockforge/foundServers';
import { hasMetricsAt, isAt } from '../../mockforge/foundServers';

/**
 * The MockForge file that a server was started with, by the addresses that the file names. Of several with its metrics the
 * one that has its admin API too; none where these are several: nobody knows which one it was.
 */
export function fileAt<File extends { readonly server: ConfiguredServer }>(
  files: readonly File[],
  target: NamedServer,
): File | undefined {
  const found = files.filter(
    ({ server }) => server.hasMetrics && hasMetricsAt(server, target.metricsUrl),
  );
  const [only, ...others] =
    found.length > 1 ? found.filter(({ server }) => isAt(target, server)) : found;
  return others.length === 0 ? only : undefined;
}
