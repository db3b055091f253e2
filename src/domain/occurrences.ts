/** All substrings of a text that end at the same places. */
interface State {
  readonly next: Map<number, State>;
  /** Of their longest suffix that ends at more places; none of the empty string. */
  suffix: State | undefined;
  /** Of the longest of them. */
  readonly length: number;
  /** Length of the longest pattern among them and their suffixes, 0 for none. */
  pattern: number;
}

/**
 * By position of a text, whether its UTF-16 unit belongs to an occurrence of one of the patterns. The time is linear
 * in the text and in the patterns, whatever they are: the text becomes the smallest automaton that accepts its
 * substrings (Blumer et al., "The smallest automaton recognizing the subwords of a text", 1985), and a pattern that
 * does not occur costs only as much of it as does.
 */
export function coveredBy(text: string, patterns: Iterable<string>): boolean[] {
  const { states, ends } = automatonOf(text);
  const [empty] = states;
  for (const pattern of patterns) {
    const state = empty && stateOf(empty, pattern);
    if (state) state.pattern = Math.max(state.pattern, pattern.length);
  }
  for (const state of states.sort((a, b) => a.length - b.length)) {
    state.pattern ||= state.suffix?.pattern ?? 0;
  }
  let start = text.length;
  return ends
    .map(({ pattern }, at) => [at, at + 1 - pattern] as const)
    .reverse()
    .map(([at, begin]) => {
      start = Math.min(start, begin);
      return at >= start;
    })
    .reverse();
}

function stateOf(empty: State, pattern: string): State | undefined {
  let state: State | undefined = empty;
  for (let at = 0; at < pattern.length && state; at++) {
    state = state.next.get(pattern.charCodeAt(at));
  }
  return state;
}

/** Its states, that of the empty string first, and those of the text up to each position. */
function automatonOf(text: string): { readonly states: State[]; readonly ends: readonly State[] } {
  const empty: State = { next: new Map(), suffix: undefined, length: 0, pattern: 0 };
  const states = [empty];
  const ends: State[] = [];
  let last = empty;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const whole: State = { next: new Map(), suffix: empty, length: at + 1, pattern: 0 };
    states.push(whole);
    ends.push(whole);
    let shorter: State | undefined = last;
    while (shorter && !shorter.next.has(unit)) {
      shorter.next.set(unit, whole);
      shorter = shorter.suffix;
    }
    const met = shorter?.next.get(unit);
    if (shorter && met) {
      whole.suffix = met;
      if (met.length > shorter.length + 1) {
        // What is short enough to end here too parts from what is not.
        const parted = { ...met, next: new Map(met.next), length: shorter.length + 1 };
        states.push(parted);
        whole.suffix = met.suffix = parted;
        for (; shorter?.next.get(unit) === met; shorter = shorter.suffix) {
          shorter.next.set(unit, parted);
        }
      }
    }
    last = whole;
  }
  return { states, ends };
}
