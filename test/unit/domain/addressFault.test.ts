import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { addressFault } from '../../../src/domain/addressFault';
import { normaliseMetricsUrl, normaliseServerUrl, withScheme } from '../../../src/domain/serverUrl';
import { english } from '../../support/english';

const none = 'is not the address of a server:';

describe('addressFault', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['http://127.0.0.1:9090/metrics', undefined],
    ['', 'There is no address: write http://HOST:PORT.'],
    [
      'localhost:9090/m?token=k',
      `localhost:9090/m?(left out) ${none} write http://localhost:9090/m?(left out).`,
    ],
    ['127.0.0.1:9090', `127.0.0.1:9090 ${none} write http://127.0.0.1:9090.`],
    ['ftp://h/x', `ftp://h/x ${none} write http://HOST:PORT.`],
    ['http://h:0/metrics', `http://h:0/metrics ${none} ports go from 1 to 65535.`],
    ['http://h:99999', `http://h:99999 ${none} ports go from 1 to 65535.`],
    [
      'http://user:secret@h/metrics',
      `http://h/metrics ${none} leave out user name and password, which are never sent.`,
    ],
    ['http://', `http:// ${none} write http://HOST:PORT.`],
    ['not an address', `not an address ${none} write http://HOST:PORT.`],
    ...['/tmp/a.prom', './a.prom', '..\\a.prom', 'C:\\a.prom', '~/a.prom', 'file:///a.prom'].map(
      (name) =>
        [
          name,
          `${name} is the name of a file and not the address of a server: write http://HOST:PORT.`,
        ] as const,
    ),
  ];
  for (const [text, fault] of cases) {
    it(`says of ${JSON.stringify(text)}: ${String(fault)}`, () => {
      equal(addressFault(text, english), fault);
    });
  }

  it('finds fault with exactly what cannot be asked', () => {
    const text = fc.oneof(fc.webUrl(), fc.string(), fc.string().map(withScheme));
    const property = fc.property(text, (typed) => {
      const isFaulty = addressFault(typed, english) !== undefined;
      equal(normaliseServerUrl(typed) === undefined, isFaulty);
      equal(normaliseMetricsUrl(typed) === undefined, isFaulty);
    });
    fc.assert(property, { seed: 1, numRuns: 1000 });
  });
});
