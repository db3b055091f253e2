import type { QueryName } from '../../ids';
import type { Queries } from '../queries/queries';
import type { Target } from '../target';
import { storeOrNotice } from './storeOrNotice';

/** Shows the result of a query that ships with the product. */
export async function runNamedQuery(
  name: QueryName,
  target: Target,
  queries: () => Promise<Queries>,
): Promise<void> {
  const store = await storeOrNotice(target);
  if (store) await (await queries()).runNamed(name, target, store);
}

/** Runs a statement of the user's own and shows its result. */
export async function runOwnSql(target: Target, queries: () => Promise<Queries>): Promise<void> {
  const store = await storeOrNotice(target);
  if (store) await (await queries()).runOwn(target, store);
}
