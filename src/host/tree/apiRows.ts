import type { OperationCoverage } from '../../protocol/contractCoverage';
import { declaredAndSeen, isDeclared, isOwn } from '../../protocol/contractCoverage';
import type { CalledApi, UncalledRoute } from '../../protocol/neverCalled';
import type { EndpointName } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import type { RowText } from '../surfaces/treeItem';
import { endpointLabel, statusLabel } from './labels';

/** A row that tells of the API what was not called of it (docs/coverage.md#in-the-views). */
export type ApiNode =
  | { readonly kind: 'neverCalled' }
  | { readonly kind: 'uncalled'; readonly endpoint: EndpointName; readonly route: UncalledRoute }
  | { readonly kind: 'unseen'; readonly operation: OperationCoverage; readonly status: string }
  /** In the place of rows where there are none. */
  | { readonly kind: 'noDocuments' }
  | { readonly kind: 'allCalled' };

/** The rows of what was never called. */
export function neverCalledNodes({ never }: CalledApi): readonly ApiNode[] {
  if (!never) return [{ kind: 'noDocuments' }];
  if (never.routes.length === 0) return [{ kind: 'allCalled' }];
  return never.routes.map((route) => {
    const { method, endpoint } = route;
    return { kind: 'uncalled', endpoint: { protocol: 'http', method, endpoint }, route };
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
export function apiText(node: ApiNode, t: Localize): RowText {
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
  }
}

function textOf(label: string, description: string, sentence: string): RowText {
  return {
    ...{ label, description, tooltip: [{ text: sentence }] },
    spoken: [label, description].filter(Boolean).join(', '),
  };
}
