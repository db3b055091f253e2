import { deepEqual } from 'node:assert/strict';
import { sentencesIn } from '../../support/sentencesIn';

describe('Sentences for people', () => {
  for (const room of ['collector', 'prometheus', 'mockforge', 'protocol']) {
    it(`are not worded in src/${room}`, () => {
      deepEqual(sentencesIn(room), []);
    });
  }
});
