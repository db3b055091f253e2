import { deepEqual, equal, rejects } from 'node:assert/strict';
import { readDefinition } from '../../../../src/definition/readDefinition';
import { KnownDefinitions } from '../../../../src/host/coverage/knownDefinitions';

/** Files that are changed, and which of them were read. */
class Files {
  readonly texts = new Map<string, { text: string; version: number }>();
  readonly read: string[] = [];
  readonly known = new KnownDefinitions({
    stampOf: (name) => Promise.resolve(this.texts.get(name)?.version.toString() ?? null),
    read: (name) => {
      this.read.push(name);
      const text = this.texts.get(name)?.text;
      if (text === undefined) throw new Error(`${name} is not there.`);
      return readDefinition({ name, text }, (reference) => {
        const other = this.texts.get(reference)?.text;
        return Promise.resolve(other === undefined ? null : { name: reference, text: other });
      });
    },
  });

  write(name: string, text: string): void {
    this.texts.set(name, { text, version: (this.texts.get(name)?.version ?? 0) + 1 });
  }

  async operations(name: string): Promise<string[]> {
    const definition = await this.known.of(name);
    return definition?.operations.map(({ method, path }) => `${method} ${path}`) ?? [];
  }
}

const root = 'openapi: 3.0.0\npaths:\n  /a: {$ref: part}\n  /b: {get: {}}\n';

describe('what files define', () => {
  it('is read once until the file changes', async () => {
    const files = new Files();
    files.write('root', 'openapi: 3.0.0\npaths: {/b: {get: {}}}');
    const both = await Promise.all([files.operations('root'), files.operations('root')]);
    deepEqual(both, [['GET /b'], ['GET /b']]);
    deepEqual(await files.operations('root'), ['GET /b']);
    deepEqual(files.read, ['root']);
    files.write('root', 'openapi: 3.0.0\npaths: {/b: {put: {}}}');
    deepEqual(await files.operations('root'), ['PUT /b']);
  });

  it('is read again where a file changes, goes or comes that it refers to', async () => {
    const files = new Files();
    files.write('root', root);
    files.write('part', 'get: {}');
    deepEqual(await files.operations('root'), ['GET /b', 'GET /a']);
    files.write('part', 'put: {}');
    deepEqual(await files.operations('root'), ['GET /b', 'PUT /a']);
    files.texts.delete('part');
    deepEqual(await files.operations('root'), ['GET /b']);
    files.write('part', 'post: {}');
    deepEqual(await files.operations('root'), ['GET /b', 'POST /a']);
    await files.operations('root');
    equal(files.read.length, 4);
  });

  it('is tried again where a file could not be read, and given back', async () => {
    const files = new Files();
    await rejects(files.known.of('root'), /not there/);
    await rejects(files.known.of('root'), /not there/);
    files.write('root', 'openapi: 3.0.0\npaths: {}');
    await files.operations('root');
    files.known.keepOnly([]);
    await files.operations('root');
    equal(files.read.length, 4);
  });
});
