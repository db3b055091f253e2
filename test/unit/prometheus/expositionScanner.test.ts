import assert from 'node:assert/strict';
import { CountingTable, recordedBodies, scan, wordsOf } from './scan';
import type { ScanOptions } from './scan';

function assertRejected(body: string | Uint8Array, message: string, options?: ScanOptions): void {
  for (const pieces of [[], [1], [3]]) {
    assert.equal(wordsOf(scan(body, { ...options, pieces }).error), message);
  }
}

function valuesOf(body: string, options?: ScanOptions): number[] {
  const { samples, error } = scan(body, options);
  assert.equal(error?.message, undefined);
  return samples.map(({ value }) => value);
}

describe('ExpositionScanner', () => {
  it('hands out samples in order, also repeated ones', () => {
    const { samples } = scan('a{x="1"} 5\nb 2.5 -7\na{x="1"} 6\n');
    assert.deepEqual(samples, [
      { name: 'a', labels: { x: '1' }, value: 5, timestampMs: null },
      { name: 'b', labels: {}, value: 2.5, timestampMs: -7 },
      { name: 'a', labels: { x: '1' }, value: 6, timestampMs: null },
    ]);
  });

  it('tells apart series whose bytes begin alike', () => {
    const table = new CountingTable();
    const body = 'a 1\na_b 2\na {x="1"} 3\na{x="1"} 4\na\t{x="1"} 5\na{x="1",y="2"} 6\na{x="1"}7\n';
    for (const round of [1, 2, 3]) {
      const shuffled = round === 2 ? body.split('\n').reverse().join('\n').slice(1) + '\n' : body;
      const { samples, error } = scan(shuffled, { table });
      assert.equal(error?.message, undefined);
      assert.deepEqual(
        samples.map(({ name, labels, value }) => [name, labels, value]).sort(),
        [
          ['a', {}, 1],
          ['a_b', {}, 2],
          ['a', { x: '1' }, 3],
          ['a', { x: '1' }, 4],
          ['a', { x: '1' }, 5],
          ['a', { x: '1', y: '2' }, 6],
          ['a', { x: '1' }, 7],
        ].sort(),
      );
    }
  });

  it('keeps braces, quotes, commas and hashes inside label values', () => {
    const { samples } = scan('a{x="}\\"{,# \\\\",y="\\n"} 1\n');
    assert.deepEqual(samples[0]?.labels, { x: '}"{,# \\', y: '\n' });
  });

  it('reads values in UTF-8', () => {
    const { samples } = scan('a{x="Größe ☃"} 1\n', { pieces: [1] });
    assert.deepEqual(samples[0]?.labels, { x: 'Größe ☃' });
  });

  it('keeps a long line together', () => {
    const path = '/0123456789'.repeat(5000);
    const { samples } = scan(`a{x="1"} 1\na{x="${path}"} 2\n`, { pieces: [700] });
    assert.equal(samples[1]?.labels['x'], path);
  });

  describe('rejects', () => {
    it('HTML, JSON and other text, at their first line', () => {
      assertRejected('<!doctype html>\n', 'line 1, column 1: expected a metric name');
      assertRejected('{"a": 1}\n', 'line 1, column 1: expected a metric name');
      assertRejected('Not found.\n', 'line 1, column 5: value is not a number');
      assertRejected('a 1\r\n', 'line 1, column 3: value is not a number');
    });

    it('a line in the middle of good ones, naming its place', () => {
      const good = 'a{x="1"} 1\n';
      assertRejected(
        `${good}# \n${good}a{x="1} 2\n${good}`,
        'line 4, column 6: label value is not closed',
      );
      assertRejected(
        `${good}\n${good}a{x="1"} 2 3 4\n`,
        'line 4, column 14: unexpected text after the timestamp',
      );
      assertRejected(`${good}${good}a{x="1"} 1e\n`, 'line 3, column 10: value is not a number');
    });

    it('a known series without its value', () => {
      assertRejected('a 1\na\na 2\n', 'line 2, column 2: expected a blank before the value');
      assertRejected('a{x="1"} 1\na{x="1"}\n', 'line 2, column 9: value is missing');
    });

    it('a label given twice, also with other labels between', () => {
      assertRejected('a{x="1",y="2",x="3"} 1\n', 'line 1, column 15: label x is given twice');
    });

    it('text that is not UTF-8', () => {
      const body = Buffer.concat([Buffer.from('a{x="'), Buffer.of(0xc3), Buffer.from('"} 1\n')]);
      assertRejected(body, 'line 1, column 6: text is not UTF-8');
    });

    it('an escape before the line feed', () => {
      assertRejected('a{x="\\\n', 'line 1, column 7: label value is not closed');
    });

    it('numbers that no double can hold', () => {
      assertRejected('a 1e999\n', 'line 1, column 3: value is out of range');
      assertRejected('a 1 99999999999999999999\n', 'line 1, column 5: timestamp is out of range');
      assertRejected('a 1 1.5\n', 'line 1, column 5: timestamp is not a whole number');
      const format = 'openmetrics';
      assertRejected('a 1 1e999\n', 'line 1, column 5: timestamp is out of range', { format });
      assertRejected('a 1 0x10\n', 'line 1, column 5: timestamp is not a number', { format });
    });

    it('a body that ends inside a line', () => {
      assertRejected('a 1\na 2', 'line 2, column 4: the body ends inside a line');
      assertRejected('a 1\n# HEL', 'line 2, column 6: the body ends inside a line');
      assertRejected('a 1\nunw', 'line 2, column 4: the body ends inside a line');
    });

    it('an OpenMetrics body without # EOF, or with something behind it', () => {
      const format = 'openmetrics';
      assertRejected('a 1\n', 'line 2, column 1: the body ends without # EOF', { format });
      assertRejected('a 1\n# EOFF', 'line 2, column 7: the body ends inside a line', { format });
      assertRejected('a 1\n# EO', 'line 2, column 5: the body ends inside a line', { format });
      assertRejected('# EOF\na 1\n', 'line 2, column 1: unexpected text after # EOF', { format });
      assertRejected('# EOF\n# EOF', 'line 2, column 1: unexpected text after # EOF', { format });
      assertRejected('# EOF \n', 'line 1, column 2: expected TYPE, HELP, UNIT or EOF', { format });
      assertRejected('# comment\n# EOF\n', 'line 1, column 2: expected TYPE, HELP, UNIT or EOF', {
        format,
      });
      assertRejected('\n# EOF\n', 'line 1, column 1: unexpected empty line', { format });
    });

    it('blanks and commas that only 0.0.4 allows, in OpenMetrics', () => {
      for (const [line, column] of [
        [' a{x="1"} 1', 1],
        ['a {x="1"} 1', 3],
        ['a{ x="1"} 1', 3],
        ['a{x ="1"} 1', 4],
        ['a{x= "1"} 1', 5],
        ['a{x="1" } 1', 8],
        ['a{x="1", y="2"} 1', 9],
        ['a{x="1",} 1', 9],
        ['a{x="1"}1', 9],
        ['a{x="1"}  1', 10],
        ['a{x="1"}\t1', 9],
        ['a{x="1"} 1 ', 12],
        ['a{x="1"} 1\t2', 11],
        ['a{x="1"} 1 2 ', 14],
        ['a{x="1"} 1 # {} 1 2 3', 20],
        ['a{x="1"} 1 # {} 1 ', 19],
        ['a{x="1"} 1 # {x="1" 1', 20],
      ] as const) {
        const { error } = scan(`${line}\n# EOF\n`, { format: 'openmetrics' });
        assert.equal(error?.fault.line, 1, line);
        assert.equal(error.fault.column, column, line);
      }
    });

    it('a line without end, before it has filled the memory', () => {
      const { error } = scan(Buffer.alloc(3_000_000, 'a'), { pieces: [65_536] });
      assert.match(wordsOf(error) ?? '', /^line 1, column 1\d{6}: the line is too long$/u);
    });
  });

  describe('unwanted lines', () => {
    const table = (): CountingTable =>
      new CountingTable((name) => (name.startsWith('unwanted') ? 'skip' : 'intern'));

    it('are only searched for their end', () => {
      const broken =
        'unwanted\nunwanted{ 1\nunwanted{x="1" unwanted 5\nunwanted.x 1e\nunwanted\u0000\n';
      const body = `a 1\n${broken}b 2\n${broken}a 3\n`;
      for (const pieces of [[], [1], [2], [7]]) {
        assert.deepEqual(valuesOf(body, { table: table(), pieces }), [1, 2, 3]);
      }
    });

    it('do not hide wanted ones that follow without a comment, or begin alike', () => {
      const interest = table();
      const body =
        'unwanted_x 1\nunwanted_x{a="1"} 1\na 2\nunwanted_y 1\nunwanted_x 1\na{x="1"} 3\n';
      assert.deepEqual(valuesOf(body, { table: interest }), [2, 3]);
      const alike = new CountingTable((name) => (name === 'a' ? 'skip' : 'intern'));
      assert.deepEqual(valuesOf('a 1\nab 2\na_total 3\na:b 4\na 5\n', { table: alike }), [2, 3, 4]);
    });

    it('may be of any length', () => {
      const body = `unwanted{x="${'y'.repeat(3_000_000)}\na 1\n`;
      assert.deepEqual(valuesOf(body, { table: table(), pieces: [65_536] }), [1]);
      assert.deepEqual(valuesOf(body, { table: table(), pieces: [4_000_000] }), [1]);
      assert.deepEqual(valuesOf(body, { table: table(), pieces: [2_000_000] }), [1]);
    });

    it('are counted as lines, not as samples', () => {
      for (const pieces of [[], [1]]) {
        const { scanner } = scan('# c\n\nunwanted 1\nunwanted 2\na 3\n', {
          table: table(),
          pieces,
        });
        assert.equal(scanner.lineCount, 5);
        assert.equal(scanner.sampleCount, 1);
      }
    });

    it('still have to end', () => {
      assertRejected('unwanted 1\nunwanted{', 'line 2, column 10: the body ends inside a line', {
        table: table(),
      });
    });
  });

  describe('families', () => {
    const wanted = new Set(['latency_bucket', 'level', 'hits_total']);
    const table = (): CountingTable =>
      new CountingTable((name) => (wanted.has(name) ? 'intern' : 'skip'));

    it('are those announced that could hold wanted samples', () => {
      const body = [
        '# HELP latency Some text # TYPE other gauge',
        '# TYPE latency histogram',
        '# TYPE level gauge',
        '# TYPE other gauge',
        '# a comment',
        '#',
        '  #\tTYPE  hits_total\tcounter ',
        '',
      ].join('\n');
      const remembering = table();
      for (const pieces of [[], [1], []]) {
        const { scanner, error } = scan(body, { table: remembering, pieces });
        assert.equal(error?.message, undefined);
        assert.deepEqual(
          [...scanner.families],
          [
            ['latency', 'histogram'],
            ['level', 'gauge'],
            ['hits_total', 'counter'],
          ],
        );
      }
    });

    it('of OpenMetrics have samples that are called otherwise', () => {
      const body = '# TYPE hits counter\n# TYPE latency histogram\n# EOF\n';
      const { scanner } = scan(body, { table: table(), format: 'openmetrics' });
      assert.deepEqual([...scanner.families.keys()], ['hits', 'latency']);
    });

    it('need a type, unless they are unwanted', () => {
      assertRejected('# TYPE level meter\n', 'line 1, column 14: expected a metric type', {
        table: table(),
      });
      assertRejected('# TYPE level\n', 'line 1, column 13: expected a metric type', {
        table: table(),
      });
      assertRejected('# TYPE latency gauge x\n', 'line 1, column 22: expected a metric type', {
        table: table(),
      });
      const { scanner, error } = scan('# TYPE other meter\n', { table: table() });
      assert.equal(error, undefined);
      assert.equal(scanner.families.size, 0);
    });
  });

  it('reads the recording of a real server', () => {
    const table = new CountingTable();
    for (const body of recordedBodies()) {
      const { samples, error, scanner } = scan(body, { table, pieces: [65_536] });
      assert.equal(error?.message, undefined);
      const lines = body.split('\n').slice(0, -1);
      const sampleLines = lines.filter((line) => !line.startsWith('#'));
      assert.equal(scanner.lineCount, lines.length);
      const read = samples.map(({ name, value }) => `${name} ${value}`);
      const written = sampleLines.map((line) => {
        const name = /^\w+/u.exec(line)?.[0] ?? '';
        return `${name} ${Number(line.slice(line.lastIndexOf(' ') + 1))}`;
      });
      // Compared as text: a deep comparison of half a million values takes seconds.
      assert.equal(read.join('\n'), written.join('\n'));
    }
  }).timeout(20_000);
});
