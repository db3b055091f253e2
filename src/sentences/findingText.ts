import type { Finding, Findings } from '../store/check/finding';
import type { Localize, Wording } from './localize';
import { worded } from './localize';
import { storeFaultText } from './storeText';

/** What is wrong with a database, as people read it. What a statement found is English. */
export function findingText(finding: Finding, localize: Localize): string {
  return worded(sentences, finding, localize);
}

const sentences: Wording<Findings> = {
  damaged_page: ({ text }, localize) => localize('SQLite finds a damaged page or index: {0}', text),
  rows: ({ text }) => text,
  unreadable_counts: ({ id, counts }, localize) =>
    localize(
      'The latency distribution {0} cannot be read: {1}',
      String(id),
      storeFaultText({ kind: 'unreadable_counts', text: counts }, localize),
    ),
  miscounted: ({ id, said, held }, localize) =>
    localize(
      'The latency distribution {0} claims {1} requests, but its buckets hold {2}.',
      String(id),
      String(said),
      String(held),
    ),
  other_schema: ({ missing }, localize) =>
    localize(
      'Its schema does not match this version: it lacks {0}. The command maintain upgrades an older database, and so does opening it in the extension.',
      missing,
    ),
  of_target: ({ target, finding }, localize) =>
    localize('Target "{0}": {1}', target, findingText(finding, localize)),
  left_out: ({ notice }, localize) => storeFaultText(notice, localize),
};
