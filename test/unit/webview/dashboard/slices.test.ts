import { strict as assert } from 'node:assert';
import { Slices } from '../../../../webview/dashboard/slices';

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Keeps the thread busy for longer than a slice may be. */
function takeLong(): void {
  const end = performance.now() + 30;
  while (performance.now() < end);
}

describe('slices', () => {
  let done: string[];
  const piece =
    (name: string, work = (): void => undefined) =>
    (): void => {
      work();
      done.push(name);
    };
  beforeEach(() => {
    done = [];
  });

  it('do what is short at once', () => {
    new Slices().begin([piece('a'), piece('b')]);
    assert.deepEqual(done, ['a', 'b']);
  });

  it('go on in another task where it is long', async () => {
    new Slices().begin([piece('a', takeLong), piece('b', takeLong), piece('c')]);
    assert.deepEqual(done, ['a']);
    await nextTask();
    assert.deepEqual(done, ['a', 'b']);
    await nextTask();
    assert.deepEqual(done, ['a', 'b', 'c']);
  });

  it('leave the rest of earlier work', async () => {
    const slices = new Slices();
    slices.begin([piece('a', takeLong), piece('old')]);
    slices.begin([piece('new')]);
    await nextTask();
    assert.deepEqual(done, ['a', 'new']);
  });
});
