import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { clientName, parseUserAgent } from '../../../src/domain/userAgent';
import { english } from '../../../src/sentences/localize';

interface Known {
  readonly agent: string;
  /** Family, version, system. */
  readonly parts: readonly [string, string | null, string | null];
  readonly name: string;
}

const browsers: readonly Known[] = [
  {
    agent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    parts: ['Chrome', '131', 'Linux'],
    name: 'Chrome 131 · Linux',
  },
  {
    agent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36',
    parts: ['Chrome', '131', 'Linux'],
    name: 'Chrome 131 · Linux',
  },
  {
    agent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0',
    parts: ['Edge', '130', 'Windows'],
    name: 'Edge 130 · Windows',
  },
  {
    agent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 OPR/84.0.0.0',
    parts: ['Opera', '84', 'Android'],
    name: 'Opera 84 · Android',
  },
  {
    agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0',
    parts: ['Firefox', '132', 'macOS'],
    name: 'Firefox 132 · macOS',
  },
  {
    agent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    parts: ['Safari', '18', 'iOS'],
    name: 'Safari 18 · iOS',
  },
];

const tools: readonly Known[] = [
  { agent: 'PostmanRuntime/7.42.0', parts: ['Postman', '7.42.0', null], name: 'Postman 7.42.0' },
  { agent: 'insomnia/10.1.1', parts: ['Insomnia', '10.1.1', null], name: 'Insomnia 10.1.1' },
  { agent: 'curl/8.5.0', parts: ['curl', '8.5.0', null], name: 'curl 8.5.0' },
  { agent: 'axios/1.7.9', parts: ['axios', '1.7.9', null], name: 'axios 1.7.9' },
  { agent: 'okhttp/4.12.0', parts: ['okhttp', '4.12.0', null], name: 'okhttp 4.12.0' },
  {
    agent: 'python-requests/2.32.3',
    parts: ['python-requests', '2.32.3', null],
    name: 'python-requests 2.32.3',
  },
  {
    agent: 'Go-http-client/1.1',
    parts: ['Go-http-client', '1.1', null],
    name: 'Go-http-client 1.1',
  },
  { agent: 'node', parts: ['node', null, null], name: 'node' },
  { agent: 'Node.js/24', parts: ['node', '24', null], name: 'node 24' },
  { agent: 'got (https://github.com/sindresorhus/got)', parts: ['got', null, null], name: 'got' },
  {
    agent: 'Apache-HttpClient/4.5.14 (Java/17.0.2)',
    parts: ['Apache-HttpClient', '4.5.14', null],
    name: 'Apache-HttpClient 4.5.14',
  },
  {
    agent: 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.4894',
    parts: ['PowerShell', '5.1.19041.4894', 'Windows'],
    name: 'PowerShell 5.1.19041.4894 · Windows',
  },
];

const unclear: readonly Known[] = [
  { agent: 'something else', parts: ['Other', null, null], name: 'something else' },
  { agent: '(compatible)', parts: ['Other', null, null], name: '(compatible)' },
  {
    agent: 'Mozilla/5.0 (compatible; robot; Linux)',
    parts: ['Other', null, 'Linux'],
    name: 'Mozilla/5.0 (compatible; robot; Linux)',
  },
];

describe('a user agent', () => {
  for (const { agent, parts, name } of [...browsers, ...tools, ...unclear]) {
    it(`is read: ${agent}`, () => {
      const [family, version, system] = parts;
      deepEqual(parseUserAgent(agent), { family, version, system });
      equal(clientName(agent, english), name);
    });
  }

  it('that is not there has no family', () => {
    for (const agent of [null, '', '  ']) {
      deepEqual(parseUserAgent(agent), { family: null, version: null, system: null });
      equal(
        clientName(agent, (text) => `<${text}>`),
        '<No user agent>',
      );
    }
  });

  it('has a family of one word whatever it holds, unless it is empty', () => {
    const pieces = fc.constantFrom('Mozilla/5.0', 'curl', 'Chrome/1', '/', '(', ')', ' ', '8.5.0');
    const agents = fc.oneof(
      fc.string(),
      fc.array(pieces).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(agents, (agent) => {
        const { family, version } = parseUserAgent(agent);
        equal(family === null, agent.trim() === '');
        for (const part of [family, version]) if (part !== null) equal(/^\S+$/.test(part), true);
      }),
    );
  });
});
