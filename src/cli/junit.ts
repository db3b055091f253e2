import { escapeHtml } from '../domain/html';
import { visibleText } from '../domain/visibleText';

/** A test as CI systems show it. */
export interface JunitCase {
  readonly className: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped; of one that passed what else is to say. Empty: nothing. */
  readonly text: string;
}

/** A suite of tests as JUnit's XML. */
export function junitText(suite: string, cases: readonly JunitCase[]): string {
  const count = (outcome: JunitCase['outcome']): number =>
    cases.filter((own) => own.outcome === outcome).length;
  const name = escaped(suite);
  const counts =
    `tests="${cases.length}" failures="${count('failed')}" errors="0" ` +
    `skipped="${count('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${counts}>`,
    `<testsuite name="${name}" ${counts}>`,
    ...cases.map(
      (own) =>
        `<testcase classname="${escaped(own.className)}" name="${escaped(own.name)}" time="0">${contentOf(own)}</testcase>`,
    ),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function contentOf({ outcome, text }: JunitCase): string {
  switch (outcome) {
    case 'failed':
      return `<failure message="${escaped(text)}"/>`;
    case 'skipped':
      return `<skipped message="${escaped(text)}"/>`;
    case 'passed':
      return text === '' ? '' : `<system-out>${escaped(text)}</system-out>`;
  }
}

/** XML 1.0 has no control characters, not even as references. */
function escaped(text: string): string {
  return escapeHtml(visibleText(text.replaceAll(/[\n\r\t]/g, ' ')));
}
