import { strict as assert } from 'node:assert';
import { errorMessage } from '../../../src/domain/errorMessage';

describe('errorMessage', () => {
  it('is the message of an error, without its name', () => {
    assert.equal(errorMessage(new TypeError('fetch failed')), 'fetch failed');
  });

  it('is the text of what else is thrown', () => {
    assert.equal(errorMessage('out of memory'), 'out of memory');
    assert.equal(errorMessage(undefined), 'undefined');
  });
});
