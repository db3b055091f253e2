import { strict as assert } from 'node:assert';
import { ServerMemory, type KnownServer } from '../../../src/host/serverMemory';

/** As the editor keeps what it is given: as JSON. */
class Memento {
  readonly #values = new Map<string, string>();
  updates = 0;

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get<T>(key: string, fallback?: T): T | undefined {
    const value = this.#values.get(key);
    return value === undefined ? fallback : (JSON.parse(value) as T);
  }

  update(key: string, value: unknown): Promise<void> {
    this.updates++;
    this.#values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

function server(name: string, port: number): KnownServer {
  return {
    ...{ name, metricsUrl: `http://127.0.0.1:${port}/metrics`, recorderUrl: '' },
    adminUrl: `http://127.0.0.1:${port + 1}`,
  };
}

describe('ServerMemory', () => {
  let memento: Memento;
  let memory: ServerMemory;

  beforeEach(() => {
    memento = new Memento();
    memory = new ServerMemory(memento);
  });

  it('remembers servers that the settings named, by the last name of each', async () => {
    await memory.remember([server('shop', 1), server('orders', 3)]);
    await memory.remember([server('store', 1)]);
    assert.deepEqual(memory.known, [server('store', 1), server('orders', 3)]);
  });

  it('takes a server at other addresses for the same where it kept its database', async () => {
    await memory.remember([{ ...server('shop', 1), database: 'c7962eda44acb7e6' }]);
    await memory.remember([{ ...server('shop', 5), database: 'c7962eda44acb7e6' }]);
    assert.deepEqual(memory.known, [{ ...server('shop', 5), database: 'c7962eda44acb7e6' }]);
  });

  it('writes nothing that it knows, keeps only what connects, and forgets the oldest', async () => {
    const settings = { ...server('shop', 1), workspaceId: 'w', environment: null };
    await memory.remember([settings]);
    await memory.remember([settings]);
    assert.equal(memento.updates, 1);
    assert.deepEqual(memory.known, [server('shop', 1)]);
    for (let port = 10; port < 80; port++) await memory.remember([server('s', port)]);
    assert.equal(memory.known.length, 50);
    assert.deepEqual(memory.known[0], server('s', 79));
  });

  it('remembers which file names a target', async () => {
    await memory.setFile('a', { file: 'file:///a', said: '1' });
    await memory.setFile('b', { file: 'file:///b', said: '2' });
    await memory.setFile('a', { file: 'file:///a', said: '3' });
    assert.deepEqual(
      [...memory.files],
      [
        ['a', { file: 'file:///a', said: '3' }],
        ['b', { file: 'file:///b', said: '2' }],
      ],
    );
  });
});
