import type { Localize } from '../domain/localize';
import type { OneOf } from '../domain/oneOf';

export type { Localize };

/** A text as it is written in the source. */
export const english: Localize = (text, ...values) =>
  text.replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);

/** For each kind of a thing how it is worded. A kind that has no words is an error of the compiler. */
export type Wording<Facts, Words = string> = {
  readonly [Kind in keyof Facts]: (facts: Facts[Kind], localize: Localize) => Words;
};

/** Words one of several things by its kind. */
export function worded<Facts, Kind extends keyof Facts, Words>(
  wording: Wording<Facts, Words>,
  one: OneOf<Facts, Kind>,
  localize: Localize,
): Words {
  return wording[one.kind](one, localize);
}
