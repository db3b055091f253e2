import * as vscode from 'vscode';
import { joined, numberFormat } from '../../domain/numberFormat';
import type { CalledApi } from '../../protocol/neverCalled';
import type { TimeSpan, TopEndpoint } from '../../protocol/readModels';
import type { TrafficReads } from '../../store/trafficReader';
import type { TreeContent } from './trafficTree';
import type { ApiNode } from './apiRows';
import { neverCalledNodes, notDefinedNodes, statusMark, unseenNodes } from './apiRows';
import { apiItem } from './apiItem';
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

/**
 * A row of Top Endpoints: an endpoint, one of the status codes it answered with, or what was not called of the API or is
 * not in it.
 */
export type EndpointNode =
  | { readonly kind: 'endpoint'; readonly endpoint: TopEndpoint }
  | {
      readonly kind: 'status';
      readonly endpoint: TopEndpoint;
      readonly code: number | null;
      readonly requests: number;
      /** What of the answers the API's documents say otherwise; null where nothing. */
      readonly mark: string | null;
    }
  | ApiNode;

/** Reads what of the current target's API was called. */
export type ReadCalled = (reader: TrafficReads, span: TimeSpan) => Promise<CalledApi>;

/**
 * The endpoints that come first in an order, each with its status codes; behind them what was never called and what is
 * not defined. Documents are looked up when a row is opened that tells of them.
 */
export function topEndpointsContent(
  order: EndpointOrder,
  readCalled: ReadCalled,
): TreeContent<readonly TopEndpoint[], EndpointNode> {
  /** Of the commit that was read last. */
  let called: Promise<CalledApi> | undefined;
  return {
    description: () => sortedByText(order.current, vscode.l10n.t),
    onDidChange: order.onDidChange,
    shows: ({ requests }) => requests,
    read: (reader, span) => {
      called = undefined;
      return reader.topEndpoints(span, mostRead);
    },
    rows: (endpoints) =>
      inOrder(endpoints, order.current)
        .slice(0, mostShown)
        .map((endpoint) => ({ kind: 'endpoint', endpoint }) as const),
    last: [{ kind: 'neverCalled' }, { kind: 'notDefined' }],
    children: async (node, reader, span) => {
      called ??= readCalled(reader, span);
      if (node.kind === 'neverCalled') return neverCalledNodes(await called);
      if (node.kind === 'notDefined') return notDefinedNodes(await called);
      return node.kind === 'endpoint' ? statusNodes(node.endpoint, await called) : [];
    },
    item: (node) => {
      switch (node.kind) {
        case 'endpoint':
          return endpointItem(node.endpoint);
        case 'status':
          return statusItem(node);
        default:
          return apiItem(node);
      }
    },
  };
}

function statusNodes(endpoint: TopEndpoint, { coverage }: CalledApi): readonly EndpointNode[] {
  const { protocol, method } = endpoint;
  const operation = coverage?.list.find(
    (own) => protocol === 'http' && own.method === method && own.endpoint === endpoint.endpoint,
  );
  const statuses = endpoint.statusCodes.map((status): EndpointNode => {
    const mark = operation ? statusMark(operation, status.code, vscode.l10n.t) : null;
    return { kind: 'status', endpoint, ...status, mark };
  });
  return operation ? [...statuses, ...unseenNodes(operation)] : statuses;
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
  mark,
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
    description: [count, share, mark].filter(Boolean).join(' · '),
    tooltip: [{ text: part }],
    spoken: [vscode.l10n.t('{0}, {1} requests, {2}', label, count, share), mark]
      .filter(Boolean)
      .join(', '),
  };
  const id = `${idOf(endpoint)} ${code ?? ''}`;
  const item = treeItem(id, text, vscode.TreeItemCollapsibleState.None);
  item.iconPath = statusIcon(endpoint.protocol, code);
  return item;
}

function idOf({ protocol, method, endpoint }: TopEndpoint): string {
  return JSON.stringify([protocol, method, endpoint]);
}
