import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { curlCommand, httpFile, isMethodName } from '../../src/domain/repeatedRequest';
import { recordedRequest } from '../../src/mockforge/recordedRequest';
import { shellOf } from '../../src/domain/shell';
import { loopback } from '../support/loopback';
import { hostileStrings, hostileTexts } from './hostileStrings';

const run = promisify(execFile);

/** Paths that are hostile from their first character, and such below a usual one. */
const paths = fc.oneof(
  fc.constantFrom(...hostileStrings.filter((text) => text.length < 10_000)),
  fc.constantFrom(...hostileTexts.address, ...hostileTexts.shell).map((text) => `/api/${text}`),
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(...["'", '"', '`', '$', '\\', '!', '%', '{', '}', '[', ']', '/', '.', '@']),
      fc.constantFrom(
        '$(touch x)',
        '[1-9]',
        '{a,b}',
        '..',
        '\n',
        '\u001b',
        '\u2019',
        ' ',
        '#',
        '?',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  }),
);

const bare = { headers: [], body: null };
const methods = fc.constantFrom('GET', 'HEAD', 'DELETE', "X-'!", 'a$b`c|d&e%PATH%');

/** The bytes that a path stands for, as text of one byte a character. */
function bytesOf(path: string): string {
  const bytes = Buffer.from(path).toString('latin1');
  return bytes.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

describe('a copied request', () => {
  const { tcp } = loopback();
  let folder: string;
  let base: string;
  let arrived: string[] = [];
  let bodies: string[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'curl-'));
    // Node's own server takes only the methods that it knows.
    const server = await tcp((socket, began) => {
      const [, line, host] = /^(.*?) HTTP\/1\.1\r\nHost: (.*?)\r\n/.exec(began.toString()) ?? [];
      arrived.push(`${bytesOf(line ?? '')} at ${host ?? 'no host'}`);
      bodies.push(/\r\n\r\n(.*)$/s.exec(began.toString())?.[1] ?? '');
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
    base = `http://${server}`;
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Has a shell run the command, and holds what arrives against what was asked. */
  async function arrivesAlone(program: string, method: string, path: string): Promise<void> {
    arrived = [];
    const command = curlCommand(
      { ...bare, method, path },
      base,
      shellOf(program, process.platform),
    );
    assert.match(command, /^[ -~]*$/);
    const args = program === 'pwsh' ? ['-NoProfile', '-Command', command] : ['-c', command];
    await run(program, args, { cwd: folder });
    const rooted = path.startsWith('/') ? path : `/${path}`;
    assert.deepEqual(arrived, [bytesOf(`${method} ${rooted} at ${new URL(base).host}`)]);
    assert.deepEqual(readdirSync(folder), []);
  }

  it('hands hostile headers and bodies of the recorder on as they were, and to the mock alone', async function () {
    this.timeout(60_000);
    if (!(await isThere('sh')) || !(await isThere('curl'))) this.skip();
    const texts = fc.oneof(
      fc.constantFrom(...hostileStrings.map((text) => text.slice(0, 2000))),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(texts, texts, async (text, header) => {
        const value = { text, '@': '{{$processEnv HOME}}' };
        const request = {
          id: 'a',
          path: '/',
          headers: JSON.stringify({ accept: header, 'content-type': 'application/json' }),
          body: JSON.stringify(value),
        };
        const wanted = { requestId: 'a', method: 'POST', isPath: () => false };
        const recorded = recordedRequest([{ request }], wanted);
        assert.ok(recorded);
        const repeated = { ...recorded, method: 'POST' };
        const command = curlCommand(repeated, base, shellOf('sh', 'linux'));
        assert.match(command, /^[ -~]*$/);
        bodies = [];
        await run('sh', ['-c', command], { cwd: folder });
        assert.deepEqual(
          bodies.map((body) => JSON.parse(body) as unknown),
          [value],
        );
        assert.deepEqual(readdirSync(folder), []);
        const file = httpFile(repeated, base, null);
        assert.ok(!file.includes('{{'));
        assert.match(
          file,
          /^POST [!-~]+\n(accept: [ -~]+\n)?content-type: application\/json\n\n[ -~]+\n$/,
        );
        assert.deepEqual(JSON.parse(file.split('\n').at(-2) ?? ''), value);
      }),
      { numRuns: 60 },
    );
  });

  for (const program of ['sh', 'bash', 'pwsh']) {
    it(`does nothing in ${program} but to arrive as it was sent`, async function () {
      this.timeout(60_000);
      if (!(await isThere(program)) || !(await isThere('curl'))) this.skip();
      for (const path of hostileTexts.address) await arrivesAlone(program, 'GET', path);
      await fc.assert(
        fc.asyncProperty(methods, paths, (method, path) => arrivesAlone(program, method, path)),
        { numRuns: 100 },
      );
    });
  }

  it('is plain words to PowerShell, quoted as about_Quoting_Rules says', () => {
    fc.assert(
      fc.property(methods, paths, (method, path) => {
        const command = curlCommand(
          { ...bare, method, path },
          base,
          shellOf('powershell.exe', 'win32'),
        );
        assert.match(command, /^[ -~]*$/);
        const words = command.match(/'(?:[^']|'')*'|[\w./:-]+/g) ?? [];
        assert.equal(words.join(' '), command);
        const [name, ...given] = words.map((word) =>
          word.replace(/^'|'$/g, '').replaceAll("''", "'"),
        );
        assert.equal(name, 'curl.exe');
        assert.deepEqual(
          given.filter((word) => !word.startsWith('-')),
          [...(method === 'HEAD' ? [] : [method]), given.at(-1)],
        );
        const rooted = path.startsWith('/') ? path : `/${path}`;
        assert.equal(bytesOf(given.at(-1) ?? ''), bytesOf(base + rooted));
      }),
      { numRuns: 1000 },
    );
  });

  it('is one request of a .http file, without variables', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const [line = '', ...others] = httpFile({ ...bare, method: 'GET', path }, base, null).split(
          '\n',
        );
        assert.deepEqual(others, ['', '']);
        assert.match(line, /^GET http:\/\/127\.0\.0\.1:\d+\/[!-z|~]*$/);
        assert.equal(new URL(line.slice(4)).origin, base);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a method that is one word', () => {
    for (const text of hostileStrings) {
      if (isMethodName(text)) assert.match(text, /^[A-Za-z][!-z|~]*$/);
    }
  });
});

async function isThere(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOENT'),
  );
}
