import { storeFaultText } from '../sentences/failureTexts';
import type { Localize } from '../sentences/localize';
import { parseConnectionString, withoutPassword } from '../store/postgres/connectionString';
import { storeFaultOf } from '../store/storeError';

/**
 * Why a text cannot be the address of a team's store in a setting; null if it can. Nothing of the text is in it but names
 * of parameters.
 */
export function teamAddressFault(text: string, localize: Localize): string | null {
  const fault = typedAddressFault(text, localize);
  if (fault !== null || withoutPassword(text) === text) return fault;
  return localize('It has a password. Run Connect to Team Store..., which keeps it elsewhere.');
}

/** As teamAddressFault, where a password may be typed along: it is kept elsewhere. */
export function typedAddressFault(text: string, localize: Localize): string | null {
  try {
    const isOfTarget = Boolean(parseConnectionString(text).target);
    return isOfTarget
      ? localize('Leave out "target": each server collects into a target of its own name.')
      : null;
  } catch (error) {
    const fault = storeFaultOf(error);
    if (!fault) throw error;
    return storeFaultText(fault, localize);
  }
}
