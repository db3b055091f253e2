import { deepEqual, equal, throws } from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  LabelMatcherError,
  labelMatchersText,
  parseLabelMatchers,
} from '../../../src/prometheus/labelMatcher';
import type { LabelMatcher } from '../../../src/prometheus/labelMatcher';
import { labelMatcherText } from '../../../src/sentences/answerText';
import { english } from '../../../src/sentences/localize';

describe('label matchers', () => {
  it('are read as PromQL has them', () => {
    const job = { label: 'job', operator: '=', value: 'a' };
    const good: readonly (readonly [string, readonly object[]])[] = [
      ['job="a"', [job]],
      [' { job = "a" , } ', [job]],
      [
        `job='a',instance=~"b:.*",x!=\`\\d\`,y!~''`,
        [
          job,
          { label: 'instance', operator: '=~', value: 'b:.*' },
          { label: 'x', operator: '!=', value: '\\d' },
          { label: 'y', operator: '!~', value: '' },
        ],
      ],
      ['"a.b"="c"', [{ label: 'a.b', operator: '=', value: 'c' }]],
      [
        String.raw`a="\"\\\n\x41\u00e9\U0001f600\101{},"`,
        [{ label: 'a', operator: '=', value: '"\\\nAé😀A{},' }],
      ],
    ];
    for (const [text, matchers] of good) deepEqual(parseLabelMatchers(text), matchers);
  });

  it('say what is wrong with a text that is none, and where', () => {
    const bad: readonly (readonly [string, string])[] = [
      ['', 'expected a label at the beginning'],
      ['{}', 'expected a label behind {'],
      ['job', 'expected =, !=, =~ or !~ behind job'],
      ['up{job="a"}', 'expected =, !=, =~ or !~ behind up'],
      ['job=a', 'expected a value in quotes behind job='],
      ['job=="a"', 'expected a value in quotes behind job='],
      ['job="a', 'the quotes are not closed behind job='],
      ['job="a\n"', 'the quotes are not closed behind job='],
      ['{job="a"', 'expected , or } behind {job="a"'],
      ['job="a"}', 'expected a comma behind job="a"'],
      ['job="a" or job="b"', 'expected a comma behind job="a"'],
      ['{job="a"} offset 5m', 'expected nothing more behind {job="a"}'],
      ['9="a"', 'expected a label at the beginning'],
      [String.raw`a="\q"`, String.raw`expected an escape that PromQL has behind a="` + '\\'],
      [String.raw`a="\xff"`, String.raw`expected an escape that PromQL has behind a="` + '\\'],
    ];
    for (const [text, message] of bad) {
      throws(
        () => parseLabelMatchers(text),
        (error) =>
          error instanceof LabelMatcherError && labelMatcherText(error.fault, english) === message,
        text,
      );
    }
  });

  it('are written so that they are read again, with nothing that a terminal obeys', () => {
    const label = fc.oneof(
      fc.constantFrom('job', 'instance'),
      fc.string({ minLength: 1, unit: 'grapheme' }),
    );
    const matcher: fc.Arbitrary<LabelMatcher> = fc.record(
      {
        label,
        operator: fc.constantFrom('=', '!=', '=~', '!~'),
        value: fc.string({ unit: 'binary' }),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(matcher, { minLength: 1 }), (matchers) => {
        const text = labelMatchersText(matchers);
        deepEqual(parseLabelMatchers(text), matchers);
        equal(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(text), null);
      }),
    );
  });
});
