import type { NumberFormat } from '../../src/domain/numberFormat';
import type { AnswerCount } from '../../src/protocol/answers';
import type { OperationCoverage } from '../../src/protocol/contractCoverage';
import {
  declaredAndSeen,
  declaredByFaultOnly,
  isDeclared,
} from '../../src/protocol/contractCoverage';
import { element } from '../elements/dom';
import { statusClassName } from '../elements/marks';
import { t } from '../localize';

/** The statuses that an operation declares, each as it was seen, and behind them those that it gave undeclared. */
export function operationStatuses(
  operation: OperationCoverage,
  numbers: NumberFormat,
): HTMLElement {
  const { declared, seen } = operation;
  const found = declaredAndSeen(operation);
  const byFault = declaredByFaultOnly(operation);
  const marks = declared.map((status) => {
    if (found.includes(status)) return mark(status, 'seen', t('{0} was seen', status));
    return byFault.includes(status)
      ? mark(status, 'injected', t('{0} only by injected faults', status))
      : mark(status, 'unseen', t('{0} was not seen', status));
  });
  const undeclared = seen
    .filter(
      ({ status, requests, injected }) => requests > injected && !isDeclared(declared, status),
    )
    .map(({ status, requests }) => {
      const text = t('{0} is not declared: {1} requests', String(status), numbers.count(requests));
      return mark(String(status), 'undeclared', text);
    });
  return element('span', { class: 'status-marks' }, ...marks, ...undeclared);
}

/** The statuses that were answered where none is declared. */
export function seenStatuses(seen: readonly AnswerCount[], numbers: NumberFormat): HTMLElement {
  const marks = seen.map(({ status, requests, injected }) =>
    mark(
      String(status),
      requests > injected ? 'seen' : 'injected',
      t('{0} was seen: {1} requests', String(status), numbers.count(requests)),
    ),
  );
  return element('span', { class: 'status-marks' }, ...marks);
}

function mark(status: string, kind: string, text: string): HTMLElement {
  const first = Number(status[0]);
  const color = statusClassName(Number.isNaN(first) ? null : first * 100);
  return element(
    'span',
    { class: `status-seen ${kind} ${color}`, title: text },
    element('span', { 'aria-hidden': 'true' }, kind === 'undeclared' ? `+${status}` : status),
    element('span', { class: 'visually-hidden' }, `${text}. `),
  );
}
