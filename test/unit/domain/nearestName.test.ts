import { equal } from 'node:assert/strict';
import { nearestName } from '../../../src/domain/nearestName';

const options = ['metrics-url', 'admin-url', 'db', 'duration', 'from-recording', 'sql', 'format'];

describe('nearestName', () => {
  for (const [word, name] of [
    ['metric-url', 'metrics-url'],
    ['merticsurl', 'metrics-url'],
    ['dbb', 'db'],
    ['bd', 'db'],
    ['DB', 'db'],
    ['database', 'db'],
    ['url', 'metrics-url'],
    ['prometheus-url', 'metrics-url'],
    ['admin', 'admin-url'],
    ['recording', 'from-recording'],
    ['fmt', 'format'],
    ['dur', 'duration'],
    ['', undefined],
    ['what', undefined],
    ['x', undefined],
    ['file', undefined],
    ['__proto__', undefined],
  ] as const) {
    it(`takes ${word || 'an empty word'} for ${name ?? 'none of them'}`, () => {
      equal(nearestName(word, options), name);
    });
  }

  it('finds none where there are none', () => {
    equal(nearestName('db', []), undefined);
  });
});
