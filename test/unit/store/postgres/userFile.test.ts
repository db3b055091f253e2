import { equal } from 'node:assert/strict';
import { join } from 'node:path';
import { othersMayRead, userFile } from '../../../../src/store/postgres/userFile';

describe('the files that a user has for PostgreSQL', () => {
  it('are where libpq has them on each system', () => {
    const environment = { HOME: '/home/someone', APPDATA: 'roaming' };
    equal(userFile('passwords', environment, 'linux'), join('/home/someone', '.pgpass'));
    equal(userFile('root', environment, 'darwin'), join('/home/someone', '.postgresql/root.crt'));
    const onWindows = join('roaming', 'postgresql', 'pgpass.conf');
    equal(userFile('passwords', environment, 'win32'), onWindows);
  });

  it('are open to others by their mode, but on Windows', () => {
    equal(othersMayRead(0o100600, 'linux'), false);
    equal(othersMayRead(0o100640, 'linux'), true);
    equal(othersMayRead(0o100644, 'win32'), false);
  });
});
