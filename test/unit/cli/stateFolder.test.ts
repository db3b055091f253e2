import { equal } from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../../../src/cli/stateFolder';

describe('the folder of what outlives a command', () => {
  it('is where the system has it, and where the environment says', () => {
    const own = 'mockforge-analytics';
    equal(stateFolder('linux', {}), join(homedir(), '.local', 'state', own));
    equal(stateFolder('linux', { XDG_STATE_HOME: '/s' }), join('/s', own));
    equal(stateFolder('darwin', {}), join(homedir(), 'Library', 'Application Support', own));
    equal(stateFolder('win32', { LOCALAPPDATA: 'l' }), join('l', own));
    equal(stateFolder('win32', {}), join(homedir(), 'AppData', 'Local', own));
  });
});
