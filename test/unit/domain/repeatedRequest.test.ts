import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { curlCommand, httpFile } from '../../../src/domain/repeatedRequest';

describe('curlCommand', () => {
  it('leaves plain requests plain', () => {
    assert.equal(
      curlCommand({ method: 'POST', path: '/api/orders' }, 'http://127.0.0.1:3000/'),
      'curl -i -X POST http://127.0.0.1:3000/api/orders',
    );
  });

  it('is one word a part for the shell, whatever a server sent', () => {
    const hostile = fc.string({
      unit: fc.constantFrom("'", '"', '$(id)', '`', ' ', ';', 'a', '\\'),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        const command = curlCommand({ method: 'GET', path: `/${text}` }, 'http://h');
        const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
        assert.equal(words, `curl\n-i\n-X\nGET\nhttp://h/${text}\n`);
      }),
      { numRuns: 30 },
    );
  });
});

describe('httpFile', () => {
  it('is a request line, on which nothing can break out', () => {
    const file = httpFile({ method: 'GET', path: '/a\r\nX-Evil: 1' }, 'http://h');
    assert.equal(file, 'GET http://h/a X-Evil: 1\n\n');
  });
});
