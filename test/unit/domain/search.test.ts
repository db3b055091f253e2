import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { matchesWords } from '../../../src/domain/search';

describe('matchesWords', () => {
  it('finds every word in any text, in any order and case', () => {
    const texts = ['GET', '/api/Orders/:id', null, 404];
    for (const search of ['', '  ', 'orders get', 'GET orders', '404 API', 'oRD 04', 'get\torders'])
      equal(matchesWords(search, texts), true, search);
    for (const search of ['post', 'get users', 'getorders', 'null'])
      equal(matchesWords(search, texts), false, search);
  });

  it('finds a text by its own words, however they are mixed', () => {
    const word = fc.stringMatching(/^[a-z/:]{1,6}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.nat(), (words, by) => {
        const turned = [...words.slice(by % words.length), ...words.slice(0, by % words.length)];
        equal(matchesWords(turned.join(' ').toUpperCase(), words), true);
        equal(matchesWords(`${turned.join(' ')} 0`, words), false);
      }),
    );
  });
});
