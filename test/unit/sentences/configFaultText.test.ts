import { strict as assert } from 'node:assert';
import { configFaultText } from '../../../src/sentences/configFaultText';
import type { ConfigFault } from '../../../src/mockforge/configFile';
import { english } from '../../../src/sentences/localize';

describe('configFaultText', () => {
  const sentences: readonly (readonly [ConfigFault, string])[] = [
    [{ kind: 'too_large', megabytes: 5 }, 'It is larger than 5 MB.'],
    [{ kind: 'unreadable' }, 'It cannot be read.'],
    [{ kind: 'no_settings' }, 'It is not a YAML file with settings.'],
    [
      { kind: 'wrong_value', key: 'http.port', text: 'abc', type: 'port' },
      'http.port is abc, but it must be a whole number from 1 to 65535.',
    ],
    [
      { kind: 'wrong_value', key: 'admin.host', text: 'a/b', type: 'host' },
      'admin.host is a/b, but it must be the name or address of a machine.',
    ],
    [
      { kind: 'wrong_value', key: 'admin.enabled', text: null, type: 'boolean' },
      'admin.enabled must be true or false.',
    ],
    [
      { kind: 'wrong_value', key: 'admin.mount_path', text: null, type: 'text' },
      'admin.mount_path must be text.',
    ],
  ];
  for (const [fault, sentence] of sentences) {
    it(`says: ${sentence}`, () => {
      assert.equal(configFaultText(fault, english), sentence);
    });
  }
});
