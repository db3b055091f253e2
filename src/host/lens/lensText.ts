import { joined, numberFormat } from '../../domain/numberFormat';
import type { DefinitionFinding } from '../../definition/definition';
import type { TopEndpoint } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';

/** What is known of an operation's traffic in the last day. */
export type OperationTraffic = Pick<TopEndpoint, 'requests' | 'errors' | 'p95' | 'statusCodes'>;

/** `412 req · 3.1% err · p95 82 ms · 24 h`; `0 req · 24 h` where there were some before; `never called`. */
export function lensTitle(
  traffic: OperationTraffic | 'earlier' | undefined,
  locale: string,
  t: Localize,
): string {
  if (traffic === undefined) return t('never called');
  if (traffic === 'earlier') return [t('{0} req', '0'), t('24 h')].join(' · ');
  const { requests, errors, p95 } = traffic;
  const numbers = numberFormat(locale);
  return [
    t('{0} req', numbers.count(requests)),
    t('{0} err', joined(numbers.percent(errors / requests))),
    ...(p95 ? [t('p95 {0}', joined(numbers.handlerQuantile(p95)))] : []),
    t('24 h'),
  ].join(' · ');
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
