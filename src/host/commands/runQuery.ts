import type { QueryName } from '../../ids';
import type { Collecting } from '../collecting';
import type { Queries } from '../queries/queries';
import { storeOrNotice } from './storeOrNotice';

/** Shows the result of a query that ships with the product. */
export async function runNamedQuery(
  name: QueryName,
  collecting: Collecting,
  queries: () => Promise<Queries>,
): Promise<void> {
  const store = await storeOrNotice(collecting);
  if (store) await (await queries()).runNamed(name, store);
}

/** Runs a statement of the user's own and shows its result. */
export async function runOwnSql(
  collecting: Collecting,
  queries: () => Promise<Queries>,
): Promise<void> {
  const store = await storeOrNotice(collecting);
  if (store) await (await queries()).runOwn(store);
}
