import assert from 'node:assert/strict';
import { SeriesTable } from '../../../src/prometheus/seriesTable';
import { CountingTable, recordedBodies, scan } from './scan';
import type { Series } from './scan';

describe('SeriesTable', () => {
  it('interprets nothing in a body of known series', () => {
    const table = new CountingTable();
    const body = recordedBodies()[1] ?? '';
    const first = scan(body, { table });
    assert.equal(table.interpreted.length, first.samples.length);
    assert.equal(table.size, first.samples.length);
    const second = scan(body, { table, pieces: [1000] });
    assert.equal(table.interpreted.length, first.samples.length);
    assert.deepEqual(second.samples, first.samples);
    assert.equal(second.samples[0]?.labels, first.samples[0]?.labels);
  });

  it('interprets only the new series of the next body', () => {
    const table = new CountingTable();
    scan('a{x="1"} 1\na{x="3"} 1\nb 1\n', { table });
    table.interpreted.length = 0;
    const { samples } = scan('a{x="1"} 1\na{x="2"} 2\na{x="3"} 3\nb 4\nc 5\n', { table });
    assert.deepEqual(table.interpreted, ['a', 'c']);
    assert.deepEqual(
      samples.map(({ value }) => value),
      [1, 2, 3, 4, 5],
    );
  });

  it('knows series again in any order', () => {
    const table = new CountingTable();
    const lines = Array.from({ length: 500 }, (_, index) => `a{x="${index}"} ${index}\n`);
    scan(lines.join(''), { table });
    const { samples } = scan(lines.toReversed().join(''), { table });
    assert.equal(table.interpreted.length, 500);
    for (const { labels, value } of samples) assert.equal(labels['x'], `${value}`);
  });

  it('keeps nothing of transient series', () => {
    const table = new CountingTable((name) => (name === 'a' ? 'transient' : 'intern'));
    for (const round of [1, 2]) {
      const { samples } = scan('a{x="1"} 1\nb 2\na{x="2"} 3\n', { table });
      assert.equal(samples.length, 3);
      assert.equal(table.size, 1);
      assert.equal(table.interpreted.filter((name) => name === 'a').length, 2 * round);
    }
  });

  it('hands out nothing for series without a meaning, and asks for it once', () => {
    const asked: string[] = [];
    const table = new SeriesTable<Series>(
      () => 'intern',
      (name) => {
        asked.push(name);
        return undefined;
      },
    );
    for (const value of [1, 2]) {
      const { samples, scanner } = scan(`a ${value}\n`, { table });
      assert.deepEqual(samples, []);
      assert.equal(scanner.sampleCount, 1);
    }
    assert.deepEqual(asked, ['a']);
  });

  it('asks for the interest in a name once', () => {
    const asked: string[] = [];
    const table = new CountingTable((name) => {
      asked.push(name);
      return name === 'b' ? 'skip' : 'transient';
    });
    scan('a 1\nb 1\na 1\nb 1\nb 1\n', { table });
    scan('a 1\nb 1\na 1\nb 1\nb 1\n', { table });
    assert.deepEqual(asked, ['a', 'b']);
  });

  it('forgets series after three bodies without them, and only those', () => {
    const table = new CountingTable();
    scan('a 1\nb 1\nc 1\n', { table });
    for (const size of [3, 3, 3, 2]) {
      scan('a 1\nc 1\n', { table });
      assert.equal(table.size, size);
    }
    table.interpreted.length = 0;
    const { samples } = scan('a 1\nb 2\nc 3\n', { table });
    assert.deepEqual(table.interpreted, ['b']);
    assert.deepEqual(
      samples.map(({ name, value }) => [name, value]),
      [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
    );
  });

  it('does not grow while label values churn', () => {
    const table = new CountingTable();
    let largest = 0;
    for (let body = 0; body < 50; body++) {
      const lines = Array.from({ length: 100 }, (_, line) => `a{x="${body}.${line}"} ${line}\n`);
      const { samples } = scan(`steady 1\n${lines.join('')}`, { table });
      assert.equal(samples.length, 101);
      assert.equal(samples[7]?.labels['x'], `${body}.6`);
      largest = Math.max(largest, table.size);
    }
    assert.equal(largest, 401);
  });

  it('interprets what is beyond its limit each time, without keeping it', () => {
    const table = new CountingTable();
    const lines = Array.from({ length: 66_000 }, (_, line) => `a{x="${line}"} ${line}\n`);
    const body = lines.join('');
    assert.equal(scan(body, { table }).samples.length, 66_000);
    assert.equal(table.size, 65_536);
    const { samples } = scan(body, { table });
    assert.equal(table.interpreted.length, 66_000 + (66_000 - 65_536));
    assert.ok(samples.every(({ labels, value }) => labels['x'] === `${value}`));
  });

  it('goes on after a body that was broken', () => {
    const table = new CountingTable();
    scan('a 1\nb 1\nc 1\n', { table });
    assert.ok(scan('a 1\nb x\n', { table }).error !== undefined);
    assert.ok(scan('a 1\nb{', { table }).error !== undefined);
    const { samples } = scan('a 1\nb 2\nc 3\n', { table });
    assert.deepEqual(
      samples.map(({ value }) => value),
      [1, 2, 3],
    );
    assert.equal(table.interpreted.length, 3);
  });
});
