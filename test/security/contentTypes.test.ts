import { match } from 'node:assert/strict';
import { systemClock } from '../../src/collector/systemClock';
import { askers } from '../support/askers';
import { loopback } from '../support/loopback';
import { hostileStrings } from './hostileStrings';

const access = { http: fetch, clock: systemClock, timeoutMs: 10_000 };

/** What a header can hold of each text, each byte a character, and not longer than a server may send. */
const types = hostileStrings
  .map((text) => text.replace(/[^\t -~\u0080-\u00ff]/g, '').slice(0, 8000))
  .filter((text) => text.trim() !== '');

describe('A content type that is hostile', function () {
  this.timeout(60_000);
  const { http } = loopback();

  for (const [name, ask] of Object.entries(askers)) {
    // What it gives is looked at by who asks.
    if (name === 'prometheus') continue;

    it(`is told in one short sentence by what reads the ${name}, or not at all`, async () => {
      for (const type of types) {
        const server = await http((_, response) => {
          response.writeHead(200, { 'content-type': type }).end('<no answer of MockForge>');
        });
        const outcome = await ask(access, `http://${server}`);
        if (outcome.ok) throw new Error(`${type} was taken for good`);
        const { what, todo } = outcome.failure;
        match(what, /^[^\n\r]{1,600}\.$/);
        match(todo, /^[A-Z][ -~]+\.$/);
      }
    });
  }
});
