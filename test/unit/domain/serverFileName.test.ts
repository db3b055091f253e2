import assert from 'node:assert/strict';
import fc from 'fast-check';
import { serverFileName } from '../../../src/domain/serverFileName';

describe('serverFileName', () => {
  it('begins with the server where there are several', () => {
    assert.equal(serverFileName(null, 'errors.csv'), 'errors.csv');
    assert.equal(serverFileName('Shop (staging)', 'errors.csv'), 'shop-staging-errors.csv');
    assert.equal(serverFileName('магазин/2', 'errors.csv'), 'магазин-2-errors.csv');
  });

  it('leads into no other folder and is no hidden or reserved name, whatever a server is called', () => {
    for (const name of [
      '../../etc',
      'C:\\x',
      '.ssh',
      'con',
      'a\0b',
      '%2e%2e/',
      '\u202efdp',
      '😀',
      ' ',
    ]) {
      assert.match(serverFileName(name, 'errors.csv'), /^([a-z0-9]+-)*errors\.csv$/, name);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (server) => {
        const name = serverFileName(server, 'errors.csv');
        assert.match(name, /^([\p{L}\p{M}\p{N}]+-)*errors\.csv$/u);
        assert.match(name, /^.{1,51}$/u);
      }),
    );
  });
});
