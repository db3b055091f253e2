/** How much of supply `from` goes to demand `to`. */
export interface Assigned {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

/**
 * Sends as much of the supplies to the demands as the allowed pairs let through: a maximum flow, found by
 * augmenting paths (Ford and Fulkerson). Neither more than a supply nor more than a demand is ever used.
 */
export function assign(
  supplies: readonly number[],
  demands: readonly number[],
  allowed: (from: number, to: number) => boolean,
): readonly Assigned[] {
  const left = [...supplies];
  const open = [...demands];
  const flow = supplies.map(() => demands.map(() => 0));
  const at = (from: number, to: number): number => flow[from]?.[to] ?? 0;
  const move = (from: number, to: number, amount: number): void => {
    const row = flow[from];
    if (row) row[to] = at(from, to) + amount;
  };

  /** Pushes up to `amount` from a supply into the demands, if need be by moving what others sent there. */
  const push = (from: number, amount: number, tried: Set<number>): number => {
    for (let to = 0; to < open.length; to++) {
      if (tried.has(to) || !allowed(from, to)) continue;
      tried.add(to);
      const free = open[to] ?? 0;
      if (free > 0) {
        const sent = Math.min(free, amount);
        open[to] = free - sent;
        move(from, to, sent);
        return sent;
      }
      for (let other = 0; other < supplies.length; other++) {
        const movable = Math.min(at(other, to), amount);
        if (other === from || movable === 0) continue;
        const moved = push(other, movable, tried);
        if (moved === 0) continue;
        move(other, to, -moved);
        move(from, to, moved);
        return moved;
      }
    }
    return 0;
  };

  for (const from of left.keys()) {
    for (let sent = -1; sent !== 0 && (left[from] ?? 0) > 0;) {
      sent = push(from, left[from] ?? 0, new Set());
      left[from] = (left[from] ?? 0) - sent;
    }
  }
  return flow.flatMap((row, from) =>
    row.flatMap((amount, to) => (amount > 0 ? [{ from, to, amount }] : [])),
  );
}
