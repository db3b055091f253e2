import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { readRecording, RecordingError } from '../../../src/replay/recording';
import { errorText } from '../../../src/sentences/errorText';
import { english } from '../../../src/sentences/localize';
import { folders } from '../../support/databases';
import { shopRecording } from '../../support/shop';

const lines = [
  { t: 1000, kind: 'meta', format: 1 },
  { t: 1000, kind: 'static', path: '/__mockforge/routes', body: { routes: [] } },
  { t: 1000, kind: 'process', event: 'start' },
  { t: 1100, kind: 'scrape', ms: 5, status: 200, contentType: 'text/plain', body: 'x 1\n' },
  { t: 1150, kind: 'log', row: { id: 'a', timestamp: '1970-01-01T00:00:01.150Z' } },
  { t: 1160, kind: 'exchange', row: {} },
  { t: 1200, kind: 'process', event: 'kill' },
  { t: 1300, kind: 'scrape', status: 0, error: 'refused' },
  { t: 1400, kind: 'process', event: 'start' },
  { t: 1500, kind: 'process', event: 'end' },
];
const text = lines.map((line) => JSON.stringify(line)).join('\n');

describe('readRecording', function () {
  this.timeout(10_000);
  const folder = folders();

  async function file(name: string, content: string | Buffer): Promise<string> {
    const path = join(await folder(), name);
    await writeFile(path, content);
    return path;
  }

  for (const [name, content] of [
    ['plain.jsonl', text],
    ['packed.jsonl.br', brotliCompressSync(text)],
  ] as const) {
    it(`reads ${name}`, async () => {
      const recording = await readRecording(await file(name, content));
      const { from, to, ended, processes } = recording;
      deepEqual([from, to, ended], [1000, 1500, true]);
      deepEqual(processes, [
        { from: 1000, to: 1200 },
        { from: 1400, to: 1500 },
      ]);
      deepEqual(
        recording.scrapes.map(({ t, ms, status, body }) => [t, ms, status, body]),
        [
          [1100, 5, 200, 'x 1\n'],
          [1300, 0, 0, ''],
        ],
      );
      equal(recording.logRows.length, 1);
      deepEqual([...recording.answers.keys()], ['/__mockforge/routes']);
    });
  }

  it('knows a recording that was not made to the end', async () => {
    const cut = lines.slice(0, 5).map((line) => JSON.stringify(line));
    const { ended, processes } = await readRecording(await file('cut.jsonl', cut.join('\n')));
    deepEqual([ended, processes], [false, [{ from: 1000, to: Infinity }]]);
  });

  it('reads the whole of a real one', async () => {
    const { processes, scrapes, logRows, ended } = await shopRecording();
    deepEqual([processes.length, scrapes.length, logRows.length, ended], [3, 84, 11_326, true]);
  });

  const bad: readonly (readonly [string, string, string | Buffer, RegExp])[] = [
    ['other text', 'a.jsonl', 'hello\n', /cannot be read: /],
    [
      'JSON without a meta line',
      'b.jsonl',
      '{"kind":"log","t":1,"row":{}}\n',
      /has no meta line of format 1\.$/,
    ],
    [
      'a later format',
      'c.jsonl',
      '{"kind":"meta","t":1,"format":2}\n',
      /has no meta line of format 1\.$/,
    ],
    ['an empty file', 'd.jsonl', '', /has no meta line of format 1\.$/],
    ['what is not compressed', 'e.jsonl.br', text, /cannot be read: /],
    ['what is cut off', 'f.jsonl.br', brotliCompressSync(text).subarray(0, 60), /cannot be read: /],
  ];
  for (const [title, name, content, message] of bad) {
    it(`refuses ${title} with the name of the file`, async () => {
      const path = await file(name, content);
      await rejects(readRecording(path), (error) => {
        equal(error instanceof RecordingError, true);
        const told = errorText(error, english);
        match(told, message);
        match(told, new RegExp(name));
        return true;
      });
    });
  }

  it('refuses a file that is not there', async () => {
    await rejects(readRecording(join(await folder(), 'none.jsonl')), RecordingError);
  });
});
