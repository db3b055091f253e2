import { match, rejects } from 'node:assert/strict';
import * as fc from 'fast-check';
import { junitText } from '../../../src/cli/junit';
import { assertJunit } from '../../support/junitSchema';

const cases = fc.array(
  fc.record({
    className: fc.string({ unit: 'binary' }),
    name: fc.string({ unit: 'binary' }),
    outcome: fc.constantFrom('passed', 'failed', 'skipped'),
    text: fc.string({ unit: 'binary' }),
  }),
  { maxLength: 5 },
);

describe('a JUnit file', () => {
  it('is valid by its schema, whatever the names and texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), cases, async (suite, tests) => {
        await assertJunit(junitText(suite, tests));
      }),
      { numRuns: 20 },
    );
  });

  it('counts failures and what was skipped', () => {
    const tests = (['passed', 'failed', 'skipped', 'failed'] as const).map((outcome, index) => ({
      ...{ className: 'a', name: String(index), outcome, text: '' },
    }));
    match(
      junitText('s', tests),
      /<testsuite name="s" tests="4" failures="2" errors="0" skipped="1">/,
    );
  });

  it('would not be valid with an element that JUnit does not know', async () => {
    const xml = junitText('s', []).replace('</testsuite>', '<passed/></testsuite>');
    await rejects(assertJunit(xml));
  });
});
