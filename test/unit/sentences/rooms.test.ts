import { deepEqual } from 'node:assert/strict';
import { sentencesIn } from '../../support/sentencesIn';

/** What reads like a sentence and goes on as it is, by the file that has it. */
const others: readonly string[] = [
  // Rows of the database hold it, which were written in this language.
  'src/store/commit/writeErrors.ts',
  // The head of a JSON file for other programs, about columns whose names are English.
  'src/store/export/writeTable.ts',
  // Reasons in the words of `pg`, by which a lost connection is known.
  'src/store/postgres/networkCalls.ts',
  'src/store/postgres/networkSession.ts',
  // SQLite's own words, by which its error is known.
  'src/store/sqljs/readSql.ts',
];

// The statements of sql/check, which are no sources here, word what they find in English.
describe('Sentences for people', () => {
  for (const room of [
    'domain',
    'collector',
    'prometheus',
    'mockforge',
    'protocol',
    'store',
    'replay',
  ]) {
    it(`are not worded in src/${room}`, () => {
      const found = sentencesIn(room);
      deepEqual(
        found.filter((line) => !others.some((file) => line.startsWith(`${file}: `))),
        [],
      );
    });
  }

  it('that are others are still there', () => {
    const found = sentencesIn('store').map((line) => line.slice(0, line.indexOf(': ')));
    deepEqual([...new Set(found)].sort(), others);
  });
});
