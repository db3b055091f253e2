import type { EndpointSelection } from '../domain/endpointSelection';
import { selectableName } from '../domain/endpointSelection';
import schema from './trafficBudgets.schema.json';

const written = new RegExp(schema.properties.budgets.items.properties.endpoint.pattern);

/** Reads `GET /api/users/{id}`, `/api/*` or `*`, which means all requests; null for anything else. */
export function selectionOf(text: string): EndpointSelection | null {
  if (!written.test(text)) return null;
  const at = text.search(/\*$|\//);
  const method = text.slice(0, at).trim().toUpperCase() || null;
  const path = text.slice(at);
  const isBeginning = /(?:^|\/)\*$/.test(path);
  const name = isBeginning ? path.slice(0, -1) || null : path;
  return { method, path: selectableName(name), isBeginning };
}
