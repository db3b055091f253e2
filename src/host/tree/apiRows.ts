import { numberFormat } from '../../domain/numberFormat';
import type {
  NewOperation,
  OperationCoverage,
  UndefinedOperation,
} from '../../protocol/contractCoverage';
import {
  createdFrom,
  declaredAndSeen,
  isDeclared,
  isOwn,
  requestsOf,
} from '../../protocol/contractCoverage';
import type { CalledApi, UncalledRoute } from '../../protocol/neverCalled';
import type { EndpointName } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import type { RowText } from '../surfaces/treeItem';
import { notCountedText } from '../notCountedText';
import { endpointLabel, statusLabel } from './labels';

/** A row that tells what was not called of the API, or is not in it (docs/coverage.md#in-the-views). */
export type ApiNode =
  | { readonly kind: 'neverCalled' }
  | { readonly kind: 'notDefined' }
  | { readonly kind: 'uncalled'; readonly endpoint: EndpointName; readonly route: UncalledRoute }
  | { readonly kind: 'notCounted'; readonly operation: OperationCoverage }
  | { readonly kind: 'unseen'; readonly operation: OperationCoverage; readonly status: string }
  | {
      readonly kind: 'undefined';
      readonly endpoint: EndpointName;
      readonly operation: UndefinedOperation;
      /** What **Create Operation** makes of it. */
      readonly creates: NewOperation | null;
    }
  /** In the place of rows where there are none. */
  | { readonly kind: 'noDocuments' }
  | { readonly kind: 'allCalled' }
  | { readonly kind: 'allDefined' };

/** The rows of what was never called, and behind them of what it is not known of. */
export function neverCalledNodes({ never, coverage }: CalledApi): readonly ApiNode[] {
  if (!never) return [{ kind: 'noDocuments' }];
  const uncalled = never.routes.map((route): ApiNode => {
    const { method, endpoint } = route;
    return { kind: 'uncalled', endpoint: { protocol: 'http', method, endpoint }, route };
  });
  const notCounted = (coverage?.list ?? [])
    .filter(({ state }) => state === 'notCounted')
    .map((operation): ApiNode => ({ kind: 'notCounted', operation }));
  return [...(uncalled.length > 0 ? uncalled : [{ kind: 'allCalled' } as const]), ...notCounted];
}

/** The rows of what no document defines. */
export function notDefinedNodes({ notDefined }: CalledApi): readonly ApiNode[] {
  if (!notDefined) return [{ kind: 'noDocuments' }];
  if (notDefined.length === 0) return [{ kind: 'allDefined' }];
  return notDefined.map((operation) => {
    const { method, endpoint } = operation;
    return {
      kind: 'undefined',
      endpoint: { protocol: 'http', method, endpoint },
      operation,
      creates: createdFrom(operation),
    };
  });
}

/** The statuses that an operation declares and none of its own answers had. */
export function unseenNodes(operation: OperationCoverage): readonly ApiNode[] {
  const seen = declaredAndSeen(operation);
  return operation.declared
    .filter((status) => !seen.includes(status))
    .map((status) => ({ kind: 'unseen', operation, status }));
}

/** What is to be said of an answer beside how often it came: it is not declared, or injected faults gave it. */
export function statusMark(
  { declared, seen }: OperationCoverage,
  code: number | null,
  t: Localize,
): string | null {
  const answer = seen.find(({ status }) => status === code);
  if (!answer) return null;
  if (!isOwn(answer)) return t('injected');
  return isDeclared(declared, answer.status) ? null : t('not declared');
}

/** A row in words. */
export function apiText(node: ApiNode, locale: string, t: Localize): RowText {
  switch (node.kind) {
    case 'neverCalled':
      return textOf(
        t('Never called'),
        '',
        t(
          "Operations of the API's documents without a request in the last 24 hours. Where no documents are known, routes that the server lists.",
        ),
      );
    case 'uncalled': {
      const documents = node.route.documents.join(', ');
      return textOf(
        endpointLabel(node.endpoint, t),
        documents || t('listed by the server'),
        documents
          ? t('{0} defines it. It got no request in the last 24 hours.', documents)
          : t('The server lists it. It got no request in the last 24 hours.'),
      );
    }
    case 'notDefined':
      return textOf(
        t('Not defined'),
        '',
        t(
          "Requests in the last 24 hours that no operation of the API's documents defines, by likely template.",
        ),
      );
    case 'undefined': {
      const { method, path, seen } = node.operation;
      const requests = requestsOf(seen);
      const count = numberFormat(locale).count(requests);
      const statuses = seen.map(({ status }) => status).join(', ');
      return textOf(
        `${method} ${path}`,
        [requests === 1 ? t('1 request') : t('{0} requests', count), statuses].join(' · '),
        t('No document of the API defines it.'),
      );
    }
    case 'notCounted': {
      const { method, path } = node.operation;
      return textOf(`${method} ${path}`, t('not counted'), notCountedText(t));
    }
    case 'unseen': {
      const { status } = node;
      const label = /^\d+$/.test(status) ? statusLabel('http', Number(status), t) : status;
      return textOf(
        label,
        t('declared, not seen'),
        t('The API declares this status. No answer had it in the last 24 hours.'),
      );
    }
    case 'noDocuments':
      return textOf(
        t('Choose API Documents...'),
        '',
        t('Choose the documents that define this API to see what of it was called.'),
      );
    case 'allCalled':
      return textOf(
        t('Every operation was called'),
        '',
        t('Every operation got a request in the last 24 hours.'),
      );
    case 'allDefined':
      return textOf(
        t('Every request has an operation'),
        '',
        t('An operation defines every request of the last 24 hours.'),
      );
  }
}

function textOf(label: string, description: string, sentence: string): RowText {
  return {
    ...{ label, description, tooltip: [{ text: sentence }] },
    spoken: [label, description].filter(Boolean).join(', '),
  };
}
