import * as vscode from 'vscode';
import type { TrafficStore } from '../../store/trafficStore';
import type { Collecting } from '../collecting';
import { inform } from '../surfaces/notifications';

/** The store of the current target; if there is none yet, the user is told so. */
export async function storeOrNotice(collecting: Collecting): Promise<TrafficStore | undefined> {
  const store = await collecting.store();
  if (store) return store;
  const { metricsUrl } = collecting.status;
  inform(vscode.l10n.t('There is no data yet: {0} has not answered.', metricsUrl));
  return undefined;
}
