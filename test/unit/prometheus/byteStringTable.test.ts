import assert from 'node:assert/strict';
import { ByteStringTable } from '../../../src/prometheus/byteStringTable';
import { hashOf } from '../../../src/prometheus/bytes';

function viewOf(text: string): DataView {
  const bytes = Buffer.from(text);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const sameHash = (): number => 7;

class TextTable {
  readonly #table: ByteStringTable<string>;
  readonly #hash: typeof hashOf;

  constructor(limit: number, hash: typeof hashOf = hashOf) {
    this.#table = new ByteStringTable(limit);
    this.#hash = hash;
  }

  get size(): number {
    return this.#table.size;
  }

  beginBody(): void {
    this.#table.beginBody();
  }

  add(text: string): void {
    const view = viewOf(text);
    const hash = this.#hash(view, 0, text.length);
    this.#table.add(view, 0, text.length, hash, text);
  }

  find(text: string): string | undefined {
    const view = viewOf(text);
    const found = this.#table.find(view, 0, text.length, this.#hash(view, 0, text.length));
    if (found !== undefined) this.#table.meet(found);
    return found?.value;
  }

  expected(text: string): string | undefined {
    return this.#table.expectedAt(viewOf(text), 0)?.value;
  }
}

describe('ByteStringTable', () => {
  const texts = Array.from({ length: 300 }, (_, index) => 'x'.repeat(index % 9) + String(index));

  it('tells strings apart by their bytes where all hashes are the same', () => {
    const table = new TextTable(1000, sameHash);
    for (const text of texts) {
      assert.equal(table.find(text), undefined);
      table.add(text);
    }
    for (const text of texts) assert.equal(table.find(text), text);
    assert.equal(table.find('absent'), undefined);
  });

  it('hashes strings that differ in one place differently', () => {
    const hashes = new Set(
      Array.from({ length: 20_000 }, (_, index) => {
        const view = viewOf(`name{path="/api/orders/${index}",le="+Inf"}`);
        return hashOf(view, 0, view.byteLength);
      }),
    );
    assert.equal(hashes.size, 20_000);
  });

  it('looks at no byte beyond the end of what it is given', () => {
    const table = new TextTable(10);
    table.beginBody();
    table.add('abcdef');
    table.beginBody();
    assert.equal(table.expected('abcde'), undefined);
    assert.equal(table.expected('abcdeF'), undefined);
    assert.equal(table.expected('abcdef'), 'abcdef');
    assert.equal(table.expected('abcdefg'), 'abcdef');
  });

  it('expects strings in the order of the last body', () => {
    const table = new TextTable(10);
    table.beginBody();
    for (const text of ['a', 'bb', 'ccc', 'dddddddd']) table.add(text);
    table.beginBody();
    for (const text of ['a', 'bb', 'ccc', 'dddddddd']) {
      assert.equal(table.expected(text), text);
      table.find(text);
    }
    table.beginBody();
    table.find('ccc');
    assert.equal(table.expected('a'), undefined);
    table.find('a');
    table.beginBody();
    assert.equal(table.expected('ccc'), 'ccc');
    table.find('ccc');
    assert.equal(table.expected('a'), 'a');
  });

  it('expects nothing that it has forgotten, whatever lies in its place by now', () => {
    const table = new TextTable(10);
    table.beginBody();
    for (const text of ['x', 'a', 'b']) table.add(text);
    for (let body = 0; body < 4; body++) {
      table.beginBody();
      for (const text of ['x', 'a']) table.find(text);
    }
    assert.equal(table.size, 2);
    table.beginBody();
    table.find('x');
    table.add('c');
    table.find('a');
    assert.equal(table.expected('c'), undefined);

    const emptied = new TextTable(10);
    emptied.beginBody();
    emptied.add('b');
    for (let body = 0; body < 4; body++) emptied.beginBody();
    assert.equal(emptied.expected('\0'), undefined);
  });

  it('keeps no more than its limit', () => {
    const table = new TextTable(2);
    for (const text of ['a', 'b', 'c']) table.add(text);
    assert.equal(table.size, 2);
    assert.equal(table.find('b'), 'b');
    assert.equal(table.find('c'), undefined);
  });

  for (const hash of [hashOf, sameHash]) {
    it(`finds what is left after forgetting (${hash.name})`, () => {
      const table = new TextTable(1000, hash);
      for (const text of texts) table.add(text);
      const kept = texts.filter((_, index) => index % 7 === 0);
      for (let body = 0; body < 4; body++) {
        table.beginBody();
        for (const text of kept) assert.equal(table.find(text), text);
      }
      assert.equal(table.size, kept.length);
      for (const text of texts) {
        const isKept = kept.includes(text);
        assert.equal(table.find(text), isKept ? text : undefined);
        if (!isKept) table.add(text);
      }
      for (const text of texts) assert.equal(table.find(text), text);
    });
  }
});
