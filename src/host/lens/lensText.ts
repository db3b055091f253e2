import { joined, numberFormat } from '../../domain/numberFormat';
import { operationCoverage } from '../../definition/contractCoverage';
import type { DefinedOperation, DefinitionFinding } from '../../definition/definition';
import { declaredAndSeen } from '../../protocol/contractCoverage';
import type { EndpointTraffic } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';

/** What is known of an operation's traffic in the last day. */
export type OperationTraffic = Omit<EndpointTraffic, 'method' | 'endpoint'>;

/**
 * `412 req · 3.1% err · p95 82 ms · 3 of 4 statuses seen · 24 h`; `0 req · 24 h` where there were some before; `never
 * called`; `not counted: MockForge's own path`.
 */
export function lensTitle(
  operation: DefinedOperation,
  traffic: OperationTraffic | 'earlier' | 'notCounted' | undefined,
  locale: string,
  t: Localize,
): string {
  if (traffic === undefined) return t('never called');
  if (traffic === 'notCounted') return t("not counted: MockForge's own path");
  if (traffic === 'earlier') return [t('{0} req', '0'), t('24 h')].join(' · ');
  const { requests, errors, p95, statuses } = traffic;
  const numbers = numberFormat(locale);
  return [
    t('{0} req', numbers.count(requests)),
    t('{0} err', joined(numbers.percent(errors / requests))),
    p95 ? t('p95 {0}', joined(numbers.handlerQuantile(p95))) : null,
    statusesSeen(operation, statuses, t),
    t('24 h'),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** How many of the declared statuses were seen; null where all were. */
function statusesSeen(
  operation: DefinedOperation,
  statuses: OperationTraffic['statuses'],
  t: Localize,
): string | null {
  const coverage = operationCoverage(operation, '', statuses);
  const seen = declaredAndSeen(coverage).length;
  const { length } = coverage.declared;
  return seen === length ? null : t('{0} of {1} statuses seen', String(seen), String(length));
}

/** What of a document cannot be used. */
export function findingText(finding: DefinitionFinding, t: Localize): string {
  switch (finding.kind) {
    case 'defined_twice':
      return t('This document defines {0} more than once.', `${finding.method} ${finding.path}`);
    case 'unknown_reference':
      return t('MockForge Analytics cannot read {0}.', finding.reference);
    case 'circular_reference':
      return t('{0} leads back to itself.', finding.reference);
  }
}
