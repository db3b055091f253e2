import * as vscode from 'vscode';
import type { TrafficStore } from '../../store/trafficStore';
import { inform } from '../surfaces/notifications';
import type { Target } from '../target';

/** The store of a target; if there is none yet, the user is told so. */
export async function storeOrNotice(target: Target): Promise<TrafficStore | undefined> {
  const store = await target.store();
  if (store) return store;
  const { metricsUrl } = target.status;
  inform(vscode.l10n.t('There is no data yet: {0} has not answered.', metricsUrl));
  return undefined;
}
