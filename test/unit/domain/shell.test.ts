import { strict as assert } from 'node:assert';
import { shellOf } from '../../../src/domain/shell';

describe('shellOf', () => {
  const of = (program: string, platform: string): string => {
    const { quoting, curl, isOwn } = shellOf(program, platform);
    return `${quoting} ${curl}${isOwn ? '' : ', not its own'}`;
  };

  it('knows the shells of a platform by their programs', () => {
    assert.equal(of('/bin/bash', 'linux'), 'posix curl');
    assert.equal(of('/usr/bin/fish', 'darwin'), 'posix curl');
    assert.equal(of('/usr/bin/pwsh', 'linux'), 'powershell curl');
    assert.equal(of('C:\\Program Files\\Git\\bin\\bash.exe', 'win32'), 'posix curl');
    const system = 'C:\\Windows\\System32';
    assert.equal(
      of(`${system}\\WindowsPowerShell\\v1.0\\powershell.exe`, 'win32'),
      'powershell curl.exe',
    );
    assert.equal(of('C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'win32'), 'powershell curl.exe');
  });

  it('says where the command is for another shell than that of the user', () => {
    assert.equal(of('C:\\Windows\\System32\\cmd.exe', 'win32'), 'powershell curl.exe, not its own');
    assert.equal(of('/bin/tcsh', 'linux'), 'posix curl, not its own');
    assert.equal(of('/usr/bin/nu', 'linux'), 'posix curl, not its own');
    assert.equal(of('', 'linux'), 'posix curl');
  });
});
