import { escapeHtml } from '../domain/html';
import { visibleText } from '../domain/visibleText';
import type { ContractCoverage, OperationCoverage } from '../protocol/contractCoverage';
import { declaredAndSeen } from '../protocol/contractCoverage';
import type { CoverageMinimums } from './coverageMinimums';
import { judgedMinimums } from './coverageMinimums';

/**
 * The report as JUnit's XML, as CI systems read it: a case for each operation, skipped where it was never exercised, and one
 * for each minimum, failed where it is not met.
 */
export function coverageJunit(coverage: ContractCoverage, minimums: CoverageMinimums): string {
  const judged = judgedMinimums(coverage, minimums);
  const skipped = coverage.list.filter(isSkipped);
  const failed = judged.filter(({ isMet }) => !isMet);
  const counts =
    `tests="${coverage.list.length + judged.length}" failures="${failed.length}" errors="0" ` +
    `skipped="${skipped.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="API coverage" ${counts}>`,
    `<testsuite name="API coverage" ${counts}>`,
    ...coverage.list.map((operation) =>
      testCase('operations', `${operation.method} ${operation.path}`, contentOf(operation)),
    ),
    ...judged.map(({ name, isMet, text }) =>
      testCase('minimums', name, isMet ? '' : `<failure message="${attribute(text)}"/>`),
    ),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function isSkipped({ state, deprecated }: OperationCoverage): boolean {
  return deprecated || state === 'never';
}

function contentOf(operation: OperationCoverage): string {
  if (operation.deprecated) return '<skipped message="deprecated"/>';
  if (operation.state === 'never') return '<skipped message="never exercised"/>';
  const seen = declaredAndSeen(operation);
  const missing = operation.declared.filter((status) => !seen.includes(status));
  return missing.length === 0 ? '' : `<system-out>not seen: ${missing.join(' ')}</system-out>`;
}

function testCase(className: string, name: string, content: string): string {
  return `<testcase classname="${className}" name="${attribute(name)}" time="0">${content}</testcase>`;
}

/** XML 1.0 has no control characters, not even as references. */
function attribute(text: string): string {
  return escapeHtml(visibleText(text.replaceAll(/[\n\r\t]/g, ' ')));
}
