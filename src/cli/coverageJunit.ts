import type { ContractCoverage, OperationCoverage } from '../protocol/contractCoverage';
import { declaredAndSeen } from '../protocol/contractCoverage';
import type { CoverageMinimums } from './coverageMinimums';
import { judgedMinimums } from './coverageMinimums';
import type { JunitCase } from './junit';
import { junitText } from './junit';

/**
 * The report as JUnit's XML, as CI systems read it: a case for each operation, skipped where it was never exercised, and one
 * for each minimum, failed where it is not met.
 */
export function coverageJunit(coverage: ContractCoverage, minimums: CoverageMinimums): string {
  return junitText('API coverage', [
    ...coverage.list.map((operation) => ({
      className: 'operations',
      name: `${operation.method} ${operation.path}`,
      ...outcomeOf(operation),
    })),
    ...judgedMinimums(coverage, minimums).map(({ name, isMet, text }): JunitCase => ({
      ...{ className: 'minimums', name },
      ...(isMet ? { outcome: 'passed', text: '' } : { outcome: 'failed', text }),
    })),
  ]);
}

function outcomeOf(operation: OperationCoverage): Pick<JunitCase, 'outcome' | 'text'> {
  if (operation.deprecated) return { outcome: 'skipped', text: 'deprecated' };
  if (operation.state === 'notCounted')
    return { outcome: 'skipped', text: "not counted: MockForge's own path" };
  if (operation.state === 'never') return { outcome: 'skipped', text: 'never exercised' };
  const seen = declaredAndSeen(operation);
  const missing = operation.declared.filter((status) => !seen.includes(status));
  return { outcome: 'passed', text: missing.length === 0 ? '' : `not seen: ${missing.join(' ')}` };
}
