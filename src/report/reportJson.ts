import { conditionText } from '../domain/conditionText';
import type { PanelName } from '../domain/filterStanding';
import { panelStandings, standOfPanel } from '../domain/filterStanding';
import { leftOutText, standingNote } from '../domain/standingText';
import { conditionsIn } from '../protocol/trafficFilter';
import type { Localize } from '../sentences/localize';
import type { ReportFacts } from './reportFacts';

/**
 * The same numbers for programs: times are Unix seconds, latencies milliseconds, null is what nobody knows. With the
 * filters in words, and what of the numbers does not follow them.
 */
export function reportJson(
  { data, target, madeAt, locale, additions }: ReportFacts,
  t: Localize,
): string {
  const conditions = conditionsIn(data.query.filter);
  const names = Object.keys(panelStandings) as PanelName[];
  const notes = names.flatMap((name) => {
    const stand = standOfPanel(name, conditions);
    const note = leftOutText(name, stand, t) ?? standingNote(name, stand, t);
    return note === null ? [] : [[name, note] as const];
  });
  const told = {
    target,
    generated_at: new Date(madeAt).toISOString(),
    ...(conditions.length > 0 && {
      filters: conditions.map((condition) => conditionText(condition, locale, t)),
      notes: Object.fromEntries<string>(notes),
    }),
    ...Object.fromEntries(additions.map(({ name, facts }) => [name, facts])),
    ...data,
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}
