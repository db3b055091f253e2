import { isOwnLabel } from '../mockforge/historyQueries';
import {
  LabelMatcherError,
  labelMatchersText,
  parseLabelMatchers,
} from '../prometheus/labelMatcher';
import type { LabelMatcher } from '../prometheus/labelMatcher';
import { labelMatcherText } from '../sentences/answerText';
import { english } from '../sentences/localize';
import { UsageError } from './usageError';

/**
 * What the options `--match SELECTOR` say of a server's labels, all together.
 * @throws UsageError for what is no selector, and for one that would leave out a part of a server's traffic
 */
export function serverMatchers(selectors: readonly string[]): readonly LabelMatcher[] {
  return selectors.flatMap((selector) => {
    const matchers = matchersOf(selector);
    const own = matchers.find(({ label }) => isOwnLabel(label));
    if (own) {
      throw new UsageError(
        `--match ${selector} uses ${own.label}, which tells requests apart, not servers. ` +
          `Match labels of the server, such as job or instance.`,
      );
    }
    return matchers;
  });
}

function matchersOf(selector: string): readonly LabelMatcher[] {
  try {
    return parseLabelMatchers(selector);
  } catch (error) {
    if (!(error instanceof LabelMatcherError)) throw error;
    const why = labelMatcherText(error.fault, english);
    throw new UsageError(
      `--match ${selector} is not a selector: ${why}. Write label matchers such as 'job="mockforge"'.`,
    );
  }
}

/** A `--match` option with these matchers, to be copied into a POSIX shell. */
export function matchOption(matchers: readonly LabelMatcher[]): string {
  return `--match '${labelMatchersText(matchers).replaceAll("'", "'\\''")}'`;
}
