import { equal } from 'node:assert/strict';
import { AmbiguousServersError } from '../../../src/collector/backfill/ambiguousServers';
import { NoHistoryError } from '../../../src/collector/backfill/noHistory';
import { SourceError } from '../../../src/collector/sources/failure';
import { errorText } from '../../../src/sentences/errorText';
import { english } from '../../../src/sentences/localize';

/** Every text of ours in brackets: what stands outside them no translation reaches. */
function marked(text: string, ...values: string[]): string {
  return `[${english(text, ...values)}]`;
}

const silence = {
  kind: 'no_answer',
  address: 'h:1',
  wanted: 'metrics',
  reason: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 10.0.0.1:1' },
} as const;

describe('errorText', () => {
  it('says what failed and what to do', () => {
    equal(
      errorText(new SourceError(silence), english),
      'No answer from h:1: connection refused. Start MockForge, or connect to the address it runs at.',
    );
    const choices = [{ matchers: [], requests: 1 }];
    equal(
      errorText(new AmbiguousServersError({ host: 'h:1', choices }), english),
      'h:1 shows 1 servers that may be the same, so their requests could be counted more than once.',
    );
    const matchers = [{ label: 'job', operator: '=', value: 'a' }] as const;
    equal(
      errorText(new NoHistoryError({ host: 'h:1', matchers }), english),
      'h:1 has no MockForge metrics for that time with job="a". Check that it scrapes MockForge.',
    );
  });

  it('says it in the language of whoever reads it', () => {
    equal(
      errorText(new SourceError(silence), marked),
      '[No answer from h:1: [connection refused].] [Start MockForge, or connect to the address it runs at.]',
    );
  });

  it('knows an error that crossed a boundary by its name', () => {
    const { name, fault } = new SourceError(silence);
    const crossed = Object.assign(new Error('{}'), { name, fault });
    equal(errorText(crossed, english), errorText(new SourceError(silence), english));
  });

  it('repeats the message of any other error', () => {
    for (const error of [
      new Error('it broke'),
      Object.assign(new Error('it broke'), { fault: 1 }),
    ]) {
      equal(errorText(error, english), 'it broke');
    }
    equal(errorText('it broke', english), 'it broke');
  });
});
