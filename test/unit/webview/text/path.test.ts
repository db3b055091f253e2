import assert from 'node:assert/strict';
import { fitPath, pathParts } from '../../../../webview/text/path';

describe('fitPath', () => {
  const path = '/api/orders/:orderId/items';

  it('leaves a path that fits alone', () => {
    assert.equal(fitPath(path, path.length), path);
  });

  it('gives up the first segment, then parameter names, then more from the front', () => {
    assert.equal(fitPath(path, path.length - 1), '…/orders/:orderId/items');
    assert.equal(fitPath(path, 20), '…/orders/:…/items');
    assert.equal(fitPath(path, 12), '…/:…/items');
    assert.equal(fitPath(path, 8), '…/items');
  });

  it('never cuts a literal segment', () => {
    assert.equal(fitPath('/a-segment-that-is-too-long', 10), '/a-segment-that-is-too-long');
    assert.equal(fitPath('/api/a-segment-that-is-too-long', 10), '…/a-segment-that-is-too-long');
  });
});

describe('pathParts', () => {
  it('tells parameters from literal text', () => {
    assert.deepEqual(pathParts('/api/orders/:orderId/items'), [
      { text: '/api/orders/', parameter: false },
      { text: ':orderId', parameter: true },
      { text: '/items', parameter: false },
    ]);
    assert.deepEqual(pathParts('/files/*path'), [
      { text: '/files/', parameter: false },
      { text: '*path', parameter: true },
    ]);
  });

  it('loses nothing', () => {
    for (const path of ['/', '', '/a//b/', '…/orders/:…/items', '/:a/:b']) {
      assert.equal(
        pathParts(path)
          .map((part) => part.text)
          .join(''),
        path,
      );
    }
  });
});
