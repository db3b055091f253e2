import assert from 'node:assert/strict';
import { clientName } from '../../../webview/clientName';

describe('clientName', () => {
  it('shortens what browsers and tools call themselves', () => {
    const names: readonly (readonly [string | null, string])[] = [
      [
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
        'Chrome 131 · Linux',
      ],
      [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0',
        'Edge 130 · Windows',
      ],
      [
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0',
        'Firefox 132 · macOS',
      ],
      [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
        'Safari 18 · iOS',
      ],
      ['PostmanRuntime/7.42.0', 'Postman 7.42.0'],
      ['curl/8.5.0', 'curl 8.5.0'],
      ['okhttp/4.12.0', 'okhttp 4.12.0'],
      ['something else', 'something else'],
      ['', 'No user agent'],
      [null, 'No user agent'],
    ];
    for (const [agent, name] of names) assert.equal(clientName(agent), name);
  });
});
