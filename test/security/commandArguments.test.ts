import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { ranges } from '../../src/domain/range';
import {
  exportAnswersOf,
  localPathOf,
  pathOf,
  placeOf,
} from '../../src/host/commands/commandArguments';
import { hostileStrings } from './hostileStrings';

const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true });

/** Of the shape that our commands look for, with anything in it. */
const almostRight = fc.record(
  {
    kind: anything,
    range: fc.oneof(fc.constantFrom<string>(...ranges, ...hostileStrings), anything),
    endpoint: fc.oneof(
      anything,
      fc.record({
        protocol: fc.constantFrom('http', '__proto__', 7),
        method: anything,
        endpoint: anything,
      }),
    ),
    format: fc.oneof(fc.constantFrom('sqlite', 'csv', 'exe', '__proto__'), anything),
    table: fc.oneof(fc.constantFrom('errors', 'constructor'), anything),
    path: fc.oneof(fc.constantFrom(...hostileStrings), anything),
  },
  { requiredKeys: [] },
);

describe('arguments of commands, from whoever calls them', () => {
  it('are taken in their shape only', () => {
    fc.assert(
      fc.property(fc.oneof(anything, almostRight), (argument) => {
        const place = placeOf(argument);
        if (place?.period)
          assert.ok(place.period.kind === 'last' && ranges.includes(place.period.range));
        if (place?.endpoint) assert.equal(typeof place.endpoint.endpoint, 'string');
        const { format, table, path } = exportAnswersOf(argument);
        assert.match(format ?? 'csv', /^(sqlite|csv|json)$/);
        assert.match(table ?? 'errors', /^[a-z-]+$/);
        assert.match(path ?? '/', /^\/(?!\/)[^\0]*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('name a file of this machine or none, unless a file is only looked up', () => {
    assert.equal(localPathOf({ path: '/tmp/friday.sqlite' }), '/tmp/friday.sqlite');
    for (const path of ['friday.sqlite', '', '//evil/share', '\\\\evil\\share', '/a\0b', 7, null]) {
      assert.equal(localPathOf({ path }), undefined);
    }
    assert.equal(
      pathOf({ path: '\\\\desk\\share\\friday.sqlite' }),
      '\\\\desk\\share\\friday.sqlite',
    );
  });
});
