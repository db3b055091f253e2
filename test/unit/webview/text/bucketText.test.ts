import { equal } from 'node:assert/strict';
import { noBreak, numberFormat } from '../../../../src/domain/numberFormat';
import { useTranslations } from '../../../../webview/localize';
import { bucketText } from '../../../../webview/text/bucketText';

function textOf(from: number, to: number): string {
  const quantile = { value: from, bucket: [from, to] as const, above: to === Infinity };
  return bucketText(quantile, numberFormat('en')).replaceAll(noBreak, ' ');
}

describe('bucketText', () => {
  it('has one unit for both ends where they share it', () => {
    equal(textOf(10, 25), '10–25 ms');
    equal(textOf(500, 1000), '500 ms–1 s');
    equal(textOf(0, 1), '0–1 ms');
    equal(textOf(2500, 5000), '2.5–5 s');
  });

  it("says of what lies above every bucket that it does, in the reader's language", () => {
    equal(textOf(10_000, Infinity), 'over 10 s');
    useTranslations({ 'over {0}': 'über {0}' });
    equal(textOf(10_000, Infinity), 'über 10 s');
    useTranslations({});
  });
});
