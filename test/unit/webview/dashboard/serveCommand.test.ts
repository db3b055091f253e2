import assert from 'node:assert/strict';
import { serveCommand as copied } from '../../../../src/mockforge/paths';
import { serveCommand as shown } from '../../../../webview/dashboard/serveCommand';

describe('serveCommand', () => {
  it('is shown as it is copied', () => {
    assert.equal(shown, copied);
  });
});
