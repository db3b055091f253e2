import { equal, match } from 'node:assert/strict';
import { errorText } from '../../src/sentences/errorText';
import { english } from '../../src/sentences/localize';

/** For `rejects` and `throws`: an error of this name, which people read so. */
export function saying(name: string, words: string | RegExp): (error: unknown) => true {
  return (error) => {
    equal(error instanceof Error ? error.name : undefined, name);
    const text = errorText(error, english);
    if (typeof words === 'string') equal(text, words);
    else match(text, words);
    return true;
  };
}
