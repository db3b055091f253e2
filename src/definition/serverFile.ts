import type { ConfigEntry, ConfigResult } from '../mockforge/configFile';
import { configKeys, configuredServer } from '../mockforge/configFile';
import type { Outline, Shape } from './outline';
import { valueOf } from './outline';
import { outlinesOf } from './outlinesOf';

/** Keeps what is read, and of the rest that it is there. */
const configShape: Shape = (key) =>
  shapeAlong(configKeys.map((one) => one.split('.')))(key) ?? 'key';

/** The server that a MockForge file describes: of its documents the first that holds something counts. */
export function readServerFile(text: string): ConfigResult {
  const outlines = outlinesOf(text.replace(/^\uFEFF/, ''), configShape) ?? [];
  const root = outlines.find((outline) => outline !== null);
  if (root?.kind !== 'mapping') return { ok: false, fault: { kind: 'no_settings' } };
  return configuredServer((key) => entryAt(root, key.split('.')));
}

/** Keeps the values of some places, each told by the keys that lead to it. */
function shapeAlong(wanted: readonly (readonly string[])[]): Shape {
  return (key) => {
    const below = wanted.filter(([first]) => first === key).map(([, ...rest]) => rest);
    return below.length === 0 ? undefined : shapeAlong(below);
  };
}

function entryAt(node: Outline | null, place: readonly string[]): ConfigEntry {
  const [key, ...rest] = place;
  if (node === null || isNull(node)) return null;
  if (node.kind === 'mapping' && key !== undefined) return entryAt(valueOf(node, key), rest);
  return node.kind === 'scalar' && key === undefined ? node : 'other';
}

function isNull(node: Outline): boolean {
  return node.kind === 'scalar' && !node.isQuoted && /^(?:~|null|Null|NULL)$/.test(node.text);
}
