import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applied, difference } from '../../../src/protocol/difference';

const point = { at: 60, requests: 5, p95: { value: 20, above: false } };
const before = { points: [point, { ...point, at: 120 }, { ...point, at: 180 }], marks: [] };

describe('difference', () => {
  it('makes the one value into the other, however it is sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const sent = JSON.parse(JSON.stringify(difference(one, other))) as never;
        assert.equal(JSON.stringify(applied(one, sent)), JSON.stringify(other));
      }),
    );
  });

  it('makes a value into one of which a part is other', () => {
    const list = fc.array(fc.record({ at: fc.nat(3), inner: fc.array(fc.nat(3)) }), {
      minLength: 3,
      maxLength: 6,
    });
    fc.assert(
      fc.property(list, fc.nat(2), fc.jsonValue(), (items, index, value) => {
        const other = items.map((item, i) => (i === index ? { ...item, at: value } : item));
        const made = applied(items, difference(items, other));
        assert.equal(JSON.stringify(made), JSON.stringify(other));
      }),
    );
  });

  it('takes a name of a part for a name, whatever it is', () => {
    const [one, other] = ['1', '2'].map(
      (value) => JSON.parse(`{"__proto__":${value},"constructor":[${value}]}`) as object,
    );
    assert.equal(
      JSON.stringify(applied(one, difference(one, other))),
      '{"__proto__":2,"constructor":[2]}',
    );
  });

  it('tells only what is other', () => {
    const after = structuredClone(before);
    Object.assign(after.points[2] ?? {}, { requests: 6 });
    assert.deepEqual(difference(before, after), {
      within: { points: { within: { 2: { within: { requests: { to: 6 } } } } } },
    });
    assert.equal(difference(before, structuredClone(before)), null);
  });

  it('tells a list whole that is longer, or other for the most part', () => {
    const longer = [...before.points, { ...point, at: 240 }];
    assert.deepEqual(difference(before.points, longer), { to: longer });
    const moved = before.points.map((each) => ({ ...each, at: each.at + 60 }));
    assert.deepEqual(difference(before.points, moved), { to: moved });
  });
});

describe('applied', () => {
  it('leaves what is the same as it is, and the value before too', () => {
    const after = structuredClone(before);
    Object.assign(after.points[2] ?? {}, { requests: 6 });
    const kept = structuredClone(before);
    const made = applied(before, difference(before, after)) as typeof before;
    assert.equal(made.points[0], before.points[0]);
    assert.equal(made.marks, before.marks);
    assert.notEqual(made.points, before.points);
    assert.deepEqual(before, kept);
  });
});
