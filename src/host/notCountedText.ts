import type { Localize } from '../sentences/localize';
import { settingKeys } from '../ids';

/** Why nothing is told of an operation that is not counted, and what would count it. */
export function notCountedText(t: Localize): string {
  return t(
    "Not counted: requests to MockForge's own paths, such as health checks, are stored and left out of numbers. The setting {0} counts them.",
    settingKeys.internalTraffic,
  );
}
