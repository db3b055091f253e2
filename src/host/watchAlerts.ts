import type { AlertSources } from './alerts/watchedAlerts';
import { errorMessage } from '../domain/errorMessage';
import { DisposableStore } from './disposableStore';
import { reportError } from './surfaces/notifications';

/**
 * Judges alert rules as soon as there is one: what that needs is loaded then. What another window has set or answered is
 * looked at with each commit. Rules that cannot be read are told of once.
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
  let unreadable: string | null = null;
  const look = (): void => {
    try {
      alerts.look();
      unreadable = null;
    } catch (error) {
      const text = errorMessage(error);
      if (text !== unreadable) reportError(error);
      unreadable = text;
    }
  };
  let following = new DisposableStore();
  const follow = (): void => {
    following.dispose();
    following = new DisposableStore();
    for (const target of targets.list) {
      following.add(target.onDidCommit(look));
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
  look();
  return owned;
}
