import type { SizeNotice } from '../domain/retention';
import type { Localize } from './localize';

/** That minutes were deleted early, as people read it. */
export function retentionText({ maxSizeMb, minutesFrom }: SizeNotice, localize: Localize): string {
  const date = new Date(minutesFrom * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return localize(
    'The database reached its limit of {0} MB, so minutes before {1} UTC were deleted early. Hours and days are kept. Raise the limit, or keep minutes and errors for fewer days.',
    String(maxSizeMb),
    date,
  );
}
