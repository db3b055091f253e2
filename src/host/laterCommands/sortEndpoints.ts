import * as vscode from 'vscode';
import { pick } from '../surfaces/questions';
import type { EndpointOrder } from '../tree/endpointOrder';
import { endpointOrderText } from '../tree/endpointOrderText';
import { endpointOrders } from '../tree/sortedEndpoints';

/** Asks what Top Endpoints is sorted by. */
export async function sortEndpoints(order: EndpointOrder): Promise<void> {
  const { t } = vscode.l10n;
  const rows = endpointOrders.map((name) => ({
    name,
    label: endpointOrderText(name, t),
    ...(name === order.current && { description: t('current') }),
  }));
  const chosen = await pick(rows, { title: t('Sort Endpoints'), placeHolder: t('Most first') });
  if (chosen) await order.change(chosen.name);
}
