import * as vscode from 'vscode';
import { joined, numberFormat } from '../../domain/numberFormat';
import type { TopEndpoint } from '../../protocol/readModels';
import type { TreeContent } from './trafficTree';
import { endpointText } from './endpointText';
import { endpointLabel, statusLabel } from './labels';
import { treeItem } from '../surfaces/treeItem';
import type { EndpointOrder } from './endpointOrder';
import { sortedByText } from './endpointOrderText';
import { inOrder } from './sortedEndpoints';
import { rowContext, statusIcon } from './rowMarks';

/** Endpoints that are read, and those of them that are shown. */
const mostRead = 5000;
const mostShown = 100;

/** A row of Top Endpoints: an endpoint, or one of the status codes it answered with. */
export type EndpointNode =
  | { readonly kind: 'endpoint'; readonly endpoint: TopEndpoint }
  | {
      readonly kind: 'status';
      readonly endpoint: TopEndpoint;
      readonly code: number | null;
      readonly requests: number;
    };

/** The endpoints that come first in an order, each with its status codes. */
export function topEndpointsContent(
  order: EndpointOrder,
): TreeContent<readonly TopEndpoint[], EndpointNode> {
  return {
    description: () => sortedByText(order.current, vscode.l10n.t),
    onDidChange: order.onDidChange,
    shows: ({ requests }) => requests,
    read: (reader, span) => reader.topEndpoints(span, mostRead),
    rows: (endpoints) =>
      inOrder(endpoints, order.current)
        .slice(0, mostShown)
        .map((endpoint) => ({ kind: 'endpoint', endpoint })),
    children: (node) => Promise.resolve(statusNodes(node)),
    item: (node) => (node.kind === 'endpoint' ? endpointItem(node.endpoint) : statusItem(node)),
  };
}

function statusNodes(node: EndpointNode): readonly EndpointNode[] {
  if (node.kind === 'status') return [];
  const { endpoint } = node;
  return endpoint.statusCodes.map((status) => ({ kind: 'status', endpoint, ...status }));
}

function endpointItem(endpoint: TopEndpoint): vscode.TreeItem {
  const text = endpointText(endpoint, vscode.env.language, vscode.l10n.t);
  const item = treeItem(idOf(endpoint), text, vscode.TreeItemCollapsibleState.Collapsed);
  item.contextValue = rowContext(endpoint);
  return item;
}

function statusItem({
  endpoint,
  code,
  requests,
}: EndpointNode & { kind: 'status' }): vscode.TreeItem {
  const numbers = numberFormat(vscode.env.language);
  const label = statusLabel(endpoint.protocol, code, vscode.l10n.t);
  const count = numbers.count(requests);
  const share = joined(numbers.percent(requests / endpoint.requests));
  const part = vscode.l10n.t(
    '{0} of {1} requests to {2}',
    count,
    numbers.count(endpoint.requests),
    endpointLabel(endpoint, vscode.l10n.t),
  );
  const text = {
    label,
    description: `${count} · ${share}`,
    tooltip: [{ text: part }],
    spoken: vscode.l10n.t('{0}, {1} requests, {2}', label, count, share),
  };
  const id = `${idOf(endpoint)} ${code ?? ''}`;
  const item = treeItem(id, text, vscode.TreeItemCollapsibleState.None);
  item.iconPath = statusIcon(endpoint.protocol, code);
  return item;
}

function idOf({ protocol, method, endpoint }: TopEndpoint): string {
  return JSON.stringify([protocol, method, endpoint]);
}
