import type { EntryFaults, EntryKind, UnreadableReason } from '../domain/unreadableEntry';
import type { Localize, Wording } from './localize';
import { worded } from './localize';

/** Which entry could not be read and why: `a row of the request log: its status_code is null`. */
export function unreadableText({ entry, fault }: UnreadableReason, localize: Localize): string {
  return localize('{0}: {1}', entryName(entry, localize), worded(faults, fault, localize));
}

function entryName(entry: EntryKind, localize: Localize): string {
  switch (entry) {
    case 'log_row':
      return localize('a row of the request log');
    case 'route':
      return localize('a route');
    case 'exchange':
      return localize('an exchange of the recorder');
    case 'message':
      return localize('a message of the SMTP mailbox');
  }
}

const faults: Wording<EntryFaults> = {
  no_object: ({ field }, localize) =>
    field === null ? localize('it is no object') : localize('its {0} is no object', field),
  missing: ({ field }, localize) => localize('its {0} is missing', field),
  null: ({ field }, localize) => localize('its {0} is null', field),
  empty: ({ field }, localize) => localize('its {0} is empty', field),
  no_text: ({ field }, localize) => localize('its {0} is no text', field),
  no_number: ({ field }, localize) => localize('its {0} is no number', field),
  wrong_number: ({ field, value }, localize) => localize('its {0} is {1}', field, value),
  no_time: ({ field }, localize) => localize('its {0} is no time', field),
  out_of_range: ({ field }, localize) => localize('its {0} is out of range', field),
  same_id: (_, localize) => localize('another has its id'),
};
