import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import type { KeptRow } from '../../../../src/host/tree/keptRows';
import { KeptRows } from '../../../../src/host/tree/keptRows';

interface Node {
  readonly id: string;
  readonly text: string;
  readonly below: readonly Node[];
}

/** Mostly the same rows in the same order, as in a view. */
const rows = fc.letrec<{ rows: readonly Node[] }>((tie) => ({
  rows: fc
    .record({
      nodes: fc.tuple(
        ...['a', 'b', 'c'].map((id) =>
          fc.option(
            fc.record({
              id: fc.constant(id),
              text: fc.constantFrom('1', '2'),
              below: fc.oneof({ maxDepth: 2 }, fc.constant([]), tie('rows')),
            }),
            { freq: 9 },
          ),
        ),
      ),
      isReversed: fc.nat(9).map((chance) => chance === 0),
    })
    .map(({ nodes, isReversed }) => {
      const there = nodes.filter((node) => node !== null);
      return isReversed ? there.reverse() : there;
    }),
})).rows;

/** What the editor shows: it asks for what is below each row, and again for what it is told to draw again. */
class Editor {
  readonly #rows: KeptRows<Node>;
  readonly #below = new Map<KeptRow<Node> | undefined, readonly KeptRow<Node>[]>();
  readonly #texts = new Map<KeptRow<Node>, string>();

  constructor(rows: KeptRows<Node>) {
    this.#rows = rows;
  }

  async draw(row: KeptRow<Node> | undefined): Promise<void> {
    if (row) this.#texts.set(row, row.node.text);
    if (row?.isOpen === false) {
      this.#below.delete(row);
      return;
    }
    const below = await this.#rows.below(row);
    this.#below.set(row, below);
    for (const one of below) await this.draw(one);
  }

  /** What is below a row that was open before is remembered, unless that row was drawn again meanwhile. */
  async toggle(row: KeptRow<Node>): Promise<void> {
    row.isOpen = !row.isOpen;
    if (row.isOpen && !this.#below.has(row)) await this.draw(row);
  }

  shown(row?: KeptRow<Node>): unknown {
    return (this.#below.get(row) ?? []).map((one) => [
      ...[one.id, this.#texts.get(one)],
      one.isOpen ? this.shown(one) : 'closed',
    ]);
  }

  /** By the ids on the way to each. */
  all(row?: KeptRow<Node>, path = ''): ReadonlyMap<string, KeptRow<Node>> {
    const own = this.#below.get(row) ?? [];
    return new Map(
      own.flatMap((one) => [
        [path + one.id, one] as const,
        ...(one.isOpen ? this.all(one, path + one.id) : []),
      ]),
    );
  }
}

function expected(nodes: readonly Node[], closed: ReadonlySet<string>, path = ''): unknown {
  return nodes.map(({ id, text, below }) => [
    ...[id, text],
    closed.has(path + id) ? 'closed' : expected(below, closed, path + id),
  ]);
}

function keptRows(current: () => readonly Node[]): KeptRows<Node> {
  return new KeptRows<Node>({
    read: (parent) => Promise.resolve(parent ? parent.below : current()),
    item: ({ id, text }) => ({ id, label: text, tooltip: `${Math.random()}` }),
  });
}

describe('rows that the editor was given', () => {
  it('are those of the source after each renewal, each the same object while it is there', async () => {
    const step = fc.record({ nodes: rows, toggled: fc.nat() });
    await fc.assert(
      fc.asyncProperty(rows, fc.array(step, { maxLength: 6 }), async (first, steps) => {
        let current = first;
        const kept = keptRows(() => current);
        const editor = new Editor(kept);
        await editor.draw(undefined);
        for (const { nodes, toggled } of steps) {
          const before = editor.all();
          const row = [...before.values()][toggled % (before.size + 1)];
          if (row) await editor.toggle(row);
          const shown = editor.all();
          const closed = new Set([...shown].filter(([, one]) => !one.isOpen).map(([path]) => path));
          assert.deepEqual(editor.shown(), expected(current, closed));
          current = nodes;
          for (const changed of await kept.renewed()) await editor.draw(changed);
          const after = editor.all();
          const stillClosed = new Set([...closed].filter((path) => after.has(path)));
          assert.deepEqual(editor.shown(), expected(nodes, stillClosed));
          for (const [path, one] of after) assert.equal(one, shown.get(path) ?? one);
        }
      }),
    );
  });

  it('are drawn again where they differ, and nowhere else', async () => {
    const leaf = (id: string, text: string): Node => ({ id, text, below: [] });
    let current: readonly Node[] = [
      { id: 'a', text: '1', below: [leaf('x', '1')] },
      leaf('b', '1'),
    ];
    const kept = keptRows(() => current);
    const [a, b] = await kept.below(undefined);
    const [x] = await kept.below(a);
    assert.deepEqual(await kept.renewed(), []);
    current = [{ id: 'a', text: '1', below: [leaf('x', '2')] }, leaf('b', '2')];
    assert.deepEqual(new Set(await kept.renewed()), new Set([b, x]));
    assert.equal(x?.node.text, '2');
    current = [{ id: 'a', text: '1', below: [leaf('x', '2'), leaf('y', '1')] }, leaf('b', '2')];
    assert.deepEqual(await kept.renewed(), [a]);
    current = [leaf('b', '2')];
    assert.deepEqual(await kept.renewed(), [undefined]);
    assert.deepEqual(await kept.below(undefined), [b]);
  });

  it('are read again when they were forgotten', async () => {
    let current: readonly Node[] = [];
    const kept = keptRows(() => current);
    assert.deepEqual(await kept.below(undefined), []);
    current = [{ id: 'a', text: '1', below: [] }];
    kept.forget();
    assert.deepEqual(await kept.renewed(), []);
    assert.equal((await kept.below(undefined)).length, 1);
  });
});
