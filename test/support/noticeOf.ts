import { english } from '../../src/sentences/localize';
import { noticesText } from '../../src/sentences/storeText';
import type { OpenReport } from '../../src/store/openReport';

/** What opening a database told, as people read it; null when it was nothing. */
export function noticeOf({ notices }: Pick<OpenReport, 'notices'>): string | null {
  return noticesText(notices, english);
}
