/** What is below a row, or at the top, as the editor was given it; undefined where it has not asked. */
interface Level<Node> {
  children: readonly KeptRow<Node>[] | undefined;
}

/**
 * A row as the editor knows it: one object for as long as there is a row of that id, with the node that it has now. The
 * editor loses what is chosen at a row that is another object meanwhile.
 */
export class KeptRow<Node> implements Level<Node> {
  readonly id: string;
  node: Node;
  /** What can be seen of it. */
  face: string;
  children: readonly KeptRow<Node>[] | undefined;
  isOpen = true;

  constructor(id: string, node: Node, face: string) {
    this.id = id;
    this.node = node;
    this.face = face;
  }
}

/** Where rows come from. */
export interface KeptSource<Node> {
  /** Reads the nodes below one, or at the top. */
  readonly read: (parent: Node | undefined) => Promise<readonly Node[]>;
  /** What the editor is told of a node. */
  readonly item: (node: Node) => { id?: string; tooltip?: unknown };
}

/**
 * The rows that the editor was given. When something has changed, they are read anew and compared: what is drawn again is
 * only what differs, since a tree that is drawn again as a whole knows no row until all are back
 * (docs/architecture.md#what-holds-still).
 */
export class KeptRows<Node> {
  readonly #source: KeptSource<Node>;
  readonly #top: Level<Node> = { children: undefined };

  constructor(source: KeptSource<Node>) {
    this.#source = source;
  }

  /** The rows below one, or at the top; read if nobody has asked yet. */
  async below(row: KeptRow<Node> | undefined): Promise<readonly KeptRow<Node>[]> {
    const level = row ?? this.#top;
    if (level.children) return level.children;
    const nodes = await this.#source.read(row?.node);
    level.children ??= nodes.map((node) => this.#created(node));
    return level.children;
  }

  /** Nobody looks: the rows are read when they are asked for again. */
  forget(): void {
    this.#top.children = undefined;
  }

  /**
   * Reads what is shown anew.
   * @returns the rows to be drawn again, with what is below them; undefined among them is all
   */
  async renewed(): Promise<readonly (KeptRow<Node> | undefined)[]> {
    const changed: (KeptRow<Node> | undefined)[] = [];
    await this.#renew(undefined, changed);
    return changed;
  }

  async #renew(
    row: KeptRow<Node> | undefined,
    changed: (KeptRow<Node> | undefined)[],
  ): Promise<void> {
    const level = row ?? this.#top;
    if (!level.children) return;
    const nodes = await this.#source.read(row?.node);
    const before = level.children;
    const known = new Map(before.map((one) => [one.id, one]));
    const rows = nodes.map((node) => {
      const created = this.#created(node);
      const kept = known.get(created.id);
      if (!kept) return created;
      if (kept.face !== created.face) changed.push(kept);
      kept.node = node;
      kept.face = created.face;
      return kept;
    });
    level.children = rows;
    if (rows.length !== before.length || rows.some((one, place) => one !== before[place])) {
      changed.push(row);
    }
    for (const one of rows) {
      if (one.isOpen) await this.#renew(one, changed);
      else if (one.children) {
        // The editor remembers what is below a closed row.
        one.children = undefined;
        changed.push(one);
      }
    }
  }

  #created(node: Node): KeptRow<Node> {
    const seen = this.#source.item(node);
    delete seen.tooltip;
    return new KeptRow(seen.id ?? '', node, JSON.stringify(seen));
  }
}
