import { strict as assert } from 'node:assert';
import { curlCommand, httpFile, isMethodName } from '../../../src/domain/repeatedRequest';
import { shellOf } from '../../../src/domain/shell';

const base = 'http://127.0.0.1:3001';
const sh = shellOf('/bin/sh', 'linux');
const powerShell = shellOf('powershell.exe', 'win32');

const bare = { headers: [], body: null };

function curl(path: string, method = 'GET', shell = sh): string {
  return curlCommand({ ...bare, method, path }, base, shell);
}

describe('curlCommand', () => {
  it('leaves plain requests plain', () => {
    assert.equal(
      curlCommand({ ...bare, method: 'POST', path: '/api/orders' }, `${base}/`, sh),
      'curl -g -i -X POST http://127.0.0.1:3001/api/orders',
    );
  });

  it('stays at the host, whatever a path begins with', () => {
    assert.equal(
      curl('@evil.example/'),
      "curl -g -i -X GET 'http://127.0.0.1:3001/@evil.example/'",
    );
    assert.equal(curl(':80@evil/'), "curl -g -i -X GET 'http://127.0.0.1:3001/:80@evil/'");
    assert.equal(curl('.evil.example/'), 'curl -g -i -X GET http://127.0.0.1:3001/.evil.example/');
  });

  it('writes what no address can have as its bytes', () => {
    assert.ok(
      curl('/a b\u001b[2J\n"\\ü').endsWith("'http://127.0.0.1:3001/a%20b%1B[2J%0A%22%5C%C3%BC'"),
    );
    assert.ok(curl('/100%').endsWith("'http://127.0.0.1:3001/100%'"));
    assert.ok(curl('/\ud800').endsWith("'http://127.0.0.1:3001/%EF%BF%BD'"));
  });

  it('asks for a path with dots as it was asked for', () => {
    assert.ok(curl('/a/../b').includes(' --path-as-is '));
    assert.ok(curl('/a/%2E%2e?x').includes(' --path-as-is '));
    assert.ok(!curl('/a..b/.well-known?..').includes('--path-as-is'));
  });

  it('does not wait for the body that a HEAD announces', () => {
    assert.equal(curl('/', 'HEAD'), 'curl -g -I http://127.0.0.1:3001/');
  });

  it('quotes for the shell', () => {
    assert.ok(curl("/it's").endsWith(String.raw`'http://127.0.0.1:3001/it'\''s'`));
    assert.equal(
      curl("/it's", 'GET', powerShell),
      "curl.exe -g -i -X GET 'http://127.0.0.1:3001/it''s'",
    );
  });
});

describe('a repeated body', () => {
  const order = {
    method: 'POST',
    path: '/api/orders',
    headers: [['content-type', 'application/json']] as const,
    body: `{"a":"it's {{$processEnv HOME}}"}`,
  };

  it('is one word of a shell, and no name of a file', () => {
    assert.equal(
      curlCommand(order, base, sh),
      `curl -g -i -X POST -H 'content-type: application/json' --data-raw '{"a":"it'\\''s {{$processEnv HOME}}"}' ${base}/api/orders`,
    );
    assert.ok(!curlCommand({ ...order, method: 'HEAD' }, base, sh).includes('--data-raw'));
  });

  it('stands below the head of a .http file, the same to a server and no variable', () => {
    const file = httpFile(
      { ...order, headers: [...order.headers, ['accept', '{{x}}']] },
      base,
      'A note',
    );
    const [note, line, type, none, body = ''] = file.split('\n');
    assert.deepEqual(
      [note, line, type, none],
      ['# A note', `POST ${base}/api/orders`, 'content-type: application/json', ''],
    );
    assert.ok(!file.includes('{{'));
    assert.deepEqual(JSON.parse(body), JSON.parse(order.body));
  });
});

describe('httpFile', () => {
  it('is a request line, on which nothing can break out', () => {
    const file = httpFile({ ...bare, method: 'GET', path: '/a\r\nX-Evil: 1\n\n###' }, base, null);
    assert.equal(file, 'GET http://127.0.0.1:3001/a%0D%0AX-Evil:%201%0A%0A%23%23%23\n\n');
  });

  it('has no variables', () => {
    const file = httpFile(
      { ...bare, method: 'GET', path: '/{{$processEnv HOME}}/{id}' },
      base,
      null,
    );
    assert.equal(file, 'GET http://127.0.0.1:3001/%7B%7B$processEnv%20HOME%7D%7D/%7Bid%7D\n\n');
  });
});

describe('isMethodName', () => {
  it('takes tokens, and none that would be an option or a comment', () => {
    for (const name of ['GET', 'M-SEARCH', 'get', "X!#$%&'*+.^_`|~"])
      assert.ok(isMethodName(name), name);
    for (const name of ['', ' ', 'GET /', 'G\nX: 1', '-o', '###', '{{x}}', 'GÉT']) {
      assert.ok(!isMethodName(name), name);
    }
  });
});
