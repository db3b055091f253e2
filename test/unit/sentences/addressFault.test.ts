import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { addressFault } from '../../../src/sentences/addressFault';
import { normaliseMetricsUrl, normaliseServerUrl, withScheme } from '../../../src/domain/serverUrl';
import { english } from '../../../src/sentences/localize';

const none = 'is not a server address.';

describe('addressFault', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['http://127.0.0.1:9090/metrics', undefined],
    ['', 'Enter an address such as http://HOST:PORT.'],
    ['localhost:9090/m?token=k', `localhost:9090/m?… ${none} Enter http://localhost:9090/m?….`],
    ['127.0.0.1:9090', `127.0.0.1:9090 ${none} Enter http://127.0.0.1:9090.`],
    ['ftp://h/x', `ftp://h/x ${none} Enter http://HOST:PORT.`],
    ['http://h:0/metrics', `http://h:0/metrics ${none} Ports range from 1 to 65535.`],
    ['http://h:99999', `http://h:99999 ${none} Ports range from 1 to 65535.`],
    [
      'http://user:secret@h/metrics',
      'Leave the user name and password out of http://h/metrics: they are never sent.',
    ],
    ['http://', `http:// ${none} Enter http://HOST:PORT.`],
    ['not an address', `not an address ${none} Enter http://HOST:PORT.`],
    ...['/tmp/a.prom', './a.prom', '..\\a.prom', 'C:\\a.prom', '~/a.prom', 'file:///a.prom'].map(
      (name) =>
        [name, `${name} is a file name, not a server address. Enter http://HOST:PORT.`] as const,
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
