import type { TreeDataProvider } from 'vscode';

/** A row of a view, and the node to ask for its children with. */
export interface ShownRow {
  /** `label description`, with plain spaces. */
  readonly text: string;
  readonly node: unknown;
}

/** The rows of a view, from the level below `parent`. */
export async function rowsOf(
  tree: TreeDataProvider<unknown>,
  parent?: unknown,
): Promise<readonly ShownRow[]> {
  const nodes = (await tree.getChildren(parent)) ?? [];
  return Promise.all(
    nodes.map(async (node) => {
      const { label, description } = await tree.getTreeItem(node);
      const name = typeof label === 'string' ? label : label?.label;
      const text = `${name ?? ''} ${String(description)}`.replaceAll('\u00a0', ' ');
      return { text, node };
    }),
  );
}
