import type { ConfigFault, ConfigFaults, ConfigType } from '../mockforge/configFile';
import type { Localize, Wording } from './localize';
import { worded } from './localize';

/** Why a MockForge file tells of no server, in a sentence. */
export function configFaultText(fault: ConfigFault, localize: Localize): string {
  return worded(wording, fault, localize);
}

const wording: Wording<ConfigFaults> = {
  too_large: ({ megabytes }, t) => t('It is larger than {0} MB.', String(megabytes)),
  unreadable: (_, t) => t('It cannot be read.'),
  no_settings: (_, t) => t('It is not a YAML file with settings.'),
  wrong_value: ({ key, text, type }, t) =>
    text === null
      ? t('{0} must be {1}.', key, typeText(type, t))
      : t('{0} is {1}, but it must be {2}.', key, text, typeText(type, t)),
};

function typeText(type: ConfigType, t: Localize): string {
  switch (type) {
    case 'port':
      return t('a whole number from {0} to {1}', '1', '65535');
    case 'host':
      return t('the name or address of a machine');
    case 'boolean':
      return t('true or false');
    case 'text':
      return t('text');
  }
}
