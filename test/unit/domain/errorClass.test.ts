import { deepEqual, equal } from 'node:assert/strict';
import { errorType, errorTypeText } from '../../../src/domain/errorClass';
import { english } from '../../../src/sentences/localize';

describe('An error type', () => {
  it('is that of the status, and of its class where the status has none of its own', () => {
    deepEqual([400, 404, 418, 504, 599].map(errorType), [
      ...['bad_request', 'not_found', 'client_error', 'timeout', 'server_error'],
    ]);
  });

  it("is worded in the reader's language, whichever status it is of", () => {
    for (let status = 400; status < 600; status += 1) {
      const asked: string[] = [];
      const text = errorTypeText(errorType(status), (english) => {
        asked.push(english);
        return `<${english}>`;
      });
      deepEqual(
        [text],
        asked.map((english) => `<${english}>`),
      );
    }
  });

  it('of another version is read as it is stored', () => {
    equal(errorTypeText('quota_exceeded', english), 'Quota exceeded');
    equal(errorTypeText('toString', english), 'ToString');
    equal(errorTypeText('', english), 'Error');
  });
});
