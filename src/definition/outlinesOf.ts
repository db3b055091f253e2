import { jsonOutline } from './jsonOutline';
import type { Outline, Shape } from './outline';
import { yamlOutlines } from './yamlOutline';

/** Characters of a text that begins like JSON and is none, which may still be YAML: of more its parser makes seconds. */
const longestFlow = 1_000_000;

/** What a shape keeps of a JSON or YAML text, of each of its documents; null where it does not parse. */
export function outlinesOf(text: string, shape: Shape): readonly (Outline | null)[] | null {
  try {
    if (/^\s*(?:\{|\/[/*])/.test(text)) {
      const outline = jsonOutline(text, shape);
      if (outline) return [outline];
      if (text.length > longestFlow) return null;
    }
    return yamlOutlines(text, shape);
  } catch (error) {
    // Nested deeper than the stack.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
