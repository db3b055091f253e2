import { sizeFields, trafficFields } from '../../domain/trafficColumns';

const mergedBy = (merge: string): typeof trafficFields =>
  trafficFields.filter((column) => column.merge === merge);

/** The sets of columns that a text in a statement can be repeated for (sql/README.md). */
const sets = new Map([
  ['columns', trafficFields],
  ['sums', mergedBy('sum')],
  ['least', mergedBy('least')],
  ['greatest', mergedBy('greatest')],
  ['counts', trafficFields.filter(({ unit }) => unit !== undefined)],
  ['sizes', sizeFields],
]);

/**
 * A statement in which each `{{set: text}}` is the text once for each column of the set, with its `<column>`,
 * `<field>` and `<unit>`. Throws for a set that there is not.
 */
export function withColumns(sql: string): string {
  return sql.replaceAll(/\{\{(\w+): ([^}]+)\}\}/g, (_, name: string, text: string) => {
    const set = sets.get(name);
    if (!set) throw new Error(`There is no set of columns ${name}.`);
    return set
      .map(({ column, field, unit = '' }) =>
        text.replaceAll('<column>', column).replaceAll('<field>', field).replaceAll('<unit>', unit),
      )
      .join(' ');
  });
}
