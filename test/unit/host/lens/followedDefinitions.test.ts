import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import type { DefinitionCalls } from '../../../../src/definition/definitionCalls';
import { DocumentTexts } from '../../../../src/definition/documentTexts';
import { readDefinition } from '../../../../src/definition/readDefinition';
import {
  FollowedDefinitions,
  type DefinitionReader,
  type LineChange,
  type LiveDocument,
} from '../../../../src/host/lens/followedDefinitions';
import { VirtualClock } from '../../../../src/replay/virtualClock';

/** A document that is edited. */
class Edited implements LiveDocument {
  readonly name = 'document';
  version = 1;
  eol = 1;
  /** Called before each piece. */
  onPiece: () => void = () => undefined;

  constructor(public text: string) {}

  get lineCount(): number {
    return this.text.split('\n').length;
  }

  *pieces(): Iterable<string> {
    for (let at = 0; at < this.text.length; at += 10) {
      this.onPiece();
      yield this.text.slice(at, at + 10);
    }
  }

  /** Puts a text in the place of another. */
  edit(offset: number, length: number, text: string): LineChange {
    const before = this.text.slice(0, offset).split('\n');
    const until = this.text.slice(0, offset + length).split('\n');
    this.text = this.text.slice(0, offset) + text + this.text.slice(offset + length);
    this.version++;
    const to = { line: until.length - 1, character: until.at(-1)?.length ?? 0 };
    return { offset, length, text, fromLine: before.length - 1, to };
  }
}

/** Reads in this thread, and writes down what it was asked for. */
class ReaderHere implements DefinitionReader {
  readonly asked: string[] = [];
  readonly #texts = new DocumentTexts();

  async call<Method extends keyof DefinitionCalls>(
    method: Method,
    request: DefinitionCalls[Method]['request'],
  ): Promise<DefinitionCalls[Method]['response']> {
    this.asked.push(method);
    return (await this.#answer({
      method,
      request,
    } as Asked)) as DefinitionCalls[Method]['response'];
  }

  end(): void {
    this.asked.push('end');
  }

  async #answer({ method, request }: Asked): Promise<unknown> {
    switch (method) {
      case 'begin':
        this.#texts.begin(request);
        return undefined;
      case 'append':
        this.#texts.append(request.name, request.text);
        return undefined;
      case 'change':
        this.#texts.change(request.name, request.changes);
        return undefined;
      case 'forget':
        this.#texts.forget(request);
        return undefined;
      case 'match':
        throw new Error('nobody asks for it');
      case 'read': {
        const text = this.#texts.text(request) ?? '';
        const definition = await readDefinition({ name: request, text }, () =>
          Promise.resolve(null),
        );
        return { definition, lines: text.split('\n').length };
      }
    }
  }
}

type Asked = {
  [Method in keyof DefinitionCalls]: {
    readonly method: Method;
    readonly request: DefinitionCalls[Method]['request'];
  };
}[keyof DefinitionCalls];

const text = 'openapi: 3.0.0\npaths:\n  /a:\n    get: {}\n  /b:\n    put: {}\n';

function following(document: Edited): {
  readonly followed: FollowedDefinitions;
  readonly reader: ReaderHere;
  readonly clock: VirtualClock;
  readonly changes: string[];
  /** Lines of the operations that are known. */
  readonly lines: () => number[] | undefined;
  /** Lets the pause after typing pass. */
  readonly paused: () => Promise<void>;
} {
  const reader = new ReaderHere();
  const clock = new VirtualClock(0);
  const changes: string[] = [];
  const followed = new FollowedDefinitions({
    reader,
    clock,
    onChange: (name) => changes.push(name),
    onError: (error) => {
      throw error;
    },
  });
  followed.follow([document]);
  return {
    ...{ followed, reader, clock, changes },
    lines: () => followed.definitions.get(document.name)?.operations.map(({ at }) => at.line),
    paused: async () => {
      await clock.runUntil(clock.now() + 1000, () => followed.settled(document.name));
      await followed.settled(document.name);
    },
  };
}

describe('a followed definition', () => {
  it('is read once for each version, after a pause', async () => {
    const document = new Edited(text);
    const { followed, reader, changes, lines, paused } = following(document);
    await followed.settled('document');
    assert.deepEqual(lines(), [3, 5]);
    followed.follow([document]);
    await paused();
    for (const typed of 'abc') followed.changed('document', [document.edit(0, 0, `#${typed}\n`)]);
    assert.deepEqual(lines(), [6, 8]);
    await paused();
    assert.deepEqual(lines(), [6, 8]);
    assert.equal(reader.asked.filter((method) => method === 'read').length, 2);
    assert.equal(reader.asked.filter((method) => method === 'begin').length, 1);
    assert.deepEqual(changes, ['document', 'document']);
  });

  it('keeps what it defined while it does not parse, in the lines where it is now', async () => {
    const document = new Edited(text);
    const { followed, lines, changes, paused } = following(document);
    await followed.settled('document');
    followed.changed('document', [document.edit(text.indexOf('  /b'), 0, '  "\n\n')]);
    await paused();
    assert.deepEqual(lines(), [3, 7]);
    assert.deepEqual(changes, ['document']);
    followed.changed('document', [document.edit(text.indexOf('  /b'), 4, '')]);
    await paused();
    assert.deepEqual(lines(), [3, 6]);
  });

  it('is sent again where it changed while it was sent, or its lines end in another way', async () => {
    const document = new Edited(text);
    let pieces = 0;
    document.onPiece = () => {
      if (++pieces === 2) document.edit(0, 0, '#\n');
    };
    const { followed, reader, lines, paused } = following(document);
    await followed.settled('document');
    assert.deepEqual(lines(), [4, 6]);
    document.eol = 2;
    followed.changed('document', [document.edit(0, 0, '#\n')]);
    await paused();
    assert.deepEqual(lines(), [5, 7]);
    assert.equal(reader.asked.filter((method) => method === 'begin').length, 3);
  });

  it('is forgotten when it is closed, and the thread ends with the last one', async () => {
    const document = new Edited(text);
    const { followed, reader, paused } = following(document);
    await followed.settled('document');
    followed.changed('document', [document.edit(0, 0, '#\n')]);
    followed.follow([]);
    await paused();
    assert.equal(followed.definitions.size, 0);
    assert.equal(reader.asked.at(-1), 'end');
  });

  it('is what a reading of the whole text says, after whatever was typed', async () => {
    const edit = fc.record({
      at: fc.nat(200),
      length: fc.nat(8),
      inserted: fc.constantFrom('', '\n', 'x', '  /c:\n    get: {}\n', '#', '"', '{}', '\n\n'),
      isPaused: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 8 }), async (edits) => {
        const document = new Edited(text);
        const { followed, lines, paused } = following(document);
        for (const { at, length, inserted, isPaused } of edits) {
          const offset = at % (document.text.length + 1);
          const taken = Math.min(length, document.text.length - offset);
          followed.changed('document', [document.edit(offset, taken, inserted)]);
          if (isPaused) await paused();
        }
        await paused();
        const whole = await readDefinition({ name: 'document', text: document.text }, () =>
          Promise.resolve(null),
        );
        if (whole)
          assert.deepEqual(
            lines(),
            whole.operations.map(({ at }) => at.line),
          );
      }),
    );
  });
});
