import { doesNotMatch, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { shownText, shownUrl } from '../../../src/domain/shownUrl';

describe('shownUrl', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['http://127.0.0.1:9090/metrics', 'http://127.0.0.1:9090/metrics'],
    ['http://127.0.0.1:9080', 'http://127.0.0.1:9080'],
    ['http://user:secret@h:9080/a?token=k#part', 'http://h:9080/a?…'],
    ['https://h/?token=k', 'https://h/?…'],
    ['http://h/@scope/metrics', 'http://h/@scope/metrics'],
    ['http://user:se/cr?e#t@h:9090', 'http://h:9090'],
    ['user:secret@h:9090/metrics?token=k', 'h:9090/metrics?…'],
    ['h:9090/metrics?token=k', 'h:9090/metrics?…'],
    ['http://h:99999/?token=k', 'http://h:99999/?…'],
    ['not an address', 'not an address'],
    ['', ''],
  ];
  for (const [url, shown] of cases) {
    it(`shows ${JSON.stringify(url)} as ${JSON.stringify(shown)}`, () => {
      equal(shownUrl(url), shown);
      equal(shownUrl(shown), shown);
    });
  }

  it('shows no user name, password, query or fragment of any URL', () => {
    const secret = fc
      .string({ minLength: 1, maxLength: 8 })
      .map((text) => encodeURIComponent(`secret${text}`));
    const property = fc.property(fc.webUrl(), secret, fc.nat(3), (address, word, place) => {
      const url = new URL(address);
      if (place === 0) url.username = word;
      if (place === 1) url.password = word;
      if (place === 2) url.search = `?a=${word}&${word}`;
      if (place === 3) url.hash = word;
      doesNotMatch(shownUrl(url.href), /secret/);
    });
    fc.assert(property, { seed: 1 });
  });
});

describe('shownText', () => {
  it('shows every URL of a message as shownUrl does, and cuts what nobody reads', () => {
    equal(
      shownText('Failed to parse URL from http://user:secret@h/metrics?token=k, then https://b/?k'),
      'Failed to parse URL from http://h/metrics?… then https://b/?…',
    );
    equal(shownText('x'.repeat(100_000)).length, 301);
  });
});
