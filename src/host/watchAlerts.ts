import type { AlertSources } from './alerts/watchedAlerts';
import { DisposableStore } from './disposableStore';

/** Judges alert rules as soon as there is one: what that needs is loaded then. */
export function watchAlerts(sources: AlertSources): DisposableStore {
  const owned = new DisposableStore();
  const { alerts, log } = sources;
  let isLoaded = false;
  const load = async (): Promise<void> => {
    if (isLoaded || alerts.list.length === 0) return;
    isLoaded = true;
    const { WatchedAlerts } = await import('./alerts/watchedAlerts');
    owned.add(new WatchedAlerts(sources));
  };
  const look = (): void => {
    load().catch((error: unknown) => {
      log.error(error);
    });
  };
  owned.add(alerts.onDidChange(look));
  look();
  return owned;
}
