import type { NumberFormat } from '../../domain/numberFormat';
import { joined, numberFormat, unknown } from '../../domain/numberFormat';
import { timeFormat } from '../../domain/timeFormat';
import { operationCoverage } from '../../definition/contractCoverage';
import type { DefinedOperation } from '../../definition/definition';
import type { AnswerCount } from '../../protocol/answers';
import { declaredAndSeen, isDeclared, isOwn } from '../../protocol/contractCoverage';
import type { EndpointName, ErrorGroup } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import { commandIds } from '../../ids';
import { notCountedText } from '../notCountedText';
import { statusLabel } from '../tree/labels';
import type { Tooltip } from '../surfaces/tooltip';
import type { OperationTraffic } from './lensText';

/** What is told of an operation. */
export interface OperationFacts {
  readonly operation: DefinedOperation;
  readonly endpoint: EndpointName;
  /** `notCounted`: its requests are left out. */
  readonly traffic: OperationTraffic | 'notCounted' | undefined;
  /** Whose numbers these are; the name is null for the current one. */
  readonly target: { readonly id: string; readonly name: string | null };
  /** The requests of the last day by hour, as an SVG. */
  readonly svg: string;
  /** Newest first. */
  readonly errors: readonly ErrorGroup[];
  /** What of its definition cannot be used, in sentences. */
  readonly findings: readonly string[];
}

/** Groups of errors that are told. */
export const toldErrors = 3;

/** A hover over an operation: its numbers over the last day, and what it declares beside what was seen. */
export function operationTooltip(facts: OperationFacts, locale: string, t: Localize): Tooltip {
  const { operation, endpoint, traffic, target, svg, errors, findings } = facts;
  const beside = [operation.deprecated ? t('deprecated') : null, target.name].filter(Boolean);
  const heading = {
    title: `${operation.method} ${operation.path}`,
    ...(beside.length > 0 && { beside: beside.join(' · ') }),
  };
  if (traffic === 'notCounted') {
    return [heading, { text: notCountedText(t) }, ...findings.map((text) => ({ text }))];
  }
  const numbers = numberFormat(locale);
  const requests = traffic?.requests ?? 0;
  const coverage = operationCoverage(operation, endpoint.endpoint, traffic?.statuses ?? []);
  const { declared, seen } = coverage;
  const found = declaredAndSeen(coverage);
  const unseen = declared.filter((status) => !found.includes(status));
  const share =
    traffic && requests > 0 ? joined(numbers.percent(traffic.errors / requests)) : unknown;
  const p95 = traffic?.p95 ? joined(numbers.handlerQuantile(traffic.p95)) : unknown;
  const open = { range: '24h', endpoint, target: target.id };
  return [
    heading,
    ...(requests === 0
      ? [{ text: t('No requests in the last 24 hours.') }]
      : [{ svg, caption: t('Requests by hour') }]),
    {
      head: t('Last 24 hours'),
      rows: [
        [t('Requests'), numbers.count(requests)],
        [t('Errors'), `${numbers.count(traffic?.errors ?? 0)} (${share})`],
        [t('p95 of handler times'), p95],
        [
          t('Statuses seen'),
          seen.map((answer) => seenText(answer, declared, numbers, t)).join(', ') || unknown,
        ],
        ...(unseen.length > 0 ? [[t('Declared, not seen'), unseen.join(', ')] as const] : []),
      ],
    },
    ...findings.map((text) => ({ text })),
    {
      offers: [
        { title: t('Open in Dashboard'), command: commandIds.openDashboard, argument: open },
      ],
    },
    ...(errors.length === 0
      ? []
      : [
          {
            head: t('Newest errors'),
            rows: errors.map(
              ({ errorMessage, statusCodes, count, last }) =>
                [
                  errorMessage ??
                    statusCodes.map((code) => statusLabel('http', code, t)).join(', '),
                  `${numbers.count(count)} · ${timeFormat(locale).clock(last)}`,
                ] as const,
            ),
          },
        ]),
  ];
}

/** `500 Internal Server Error (4, not declared)` */
function seenText(
  answer: AnswerCount,
  declared: readonly string[],
  numbers: NumberFormat,
  t: Localize,
): string {
  const { status, requests } = answer;
  const mark = !isOwn(answer)
    ? t('injected')
    : isDeclared(declared, status)
      ? null
      : t('not declared');
  const marks = [numbers.count(requests), mark].filter((part) => part !== null);
  return `${statusLabel('http', status, t)} (${marks.join(', ')})`;
}
