import type { AlertSources } from './alerts/watchedAlerts';
import { DisposableStore } from './disposableStore';

/**
 * Judges alert rules as soon as there is one: what that needs is loaded then. What another window has set or answered is
 * looked at with each commit.
 */
export function watchAlerts(sources: AlertSources): DisposableStore {
  const owned = new DisposableStore();
  const { targets, alerts, log } = sources;
  let isLoaded = false;
  const load = async (): Promise<void> => {
    if (isLoaded || alerts.list.length === 0) return;
    isLoaded = true;
    const { WatchedAlerts } = await import('./alerts/watchedAlerts');
    owned.add(new WatchedAlerts(sources));
  };
  const begin = (): void => {
    load().catch((error: unknown) => {
      log.error(error);
    });
  };
  let following = new DisposableStore();
  const follow = (): void => {
    following.dispose();
    following = new DisposableStore();
    for (const target of targets.list) {
      following.add(
        target.onDidCommit(() => {
          alerts.look();
        }),
      );
    }
  };
  owned.add(targets.onDidChange(follow));
  owned.add({
    dispose: () => {
      following.dispose();
    },
  });
  owned.add(alerts.onDidChange(begin));
  follow();
  begin();
  return owned;
}
