import { templateName } from './endpointName';

/** Which endpoints are meant, by the names under which they are stored (docs/collection.md#endpoint-names). */
export interface EndpointSelection {
  /** Upper case; null: any. */
  readonly method: string | null;
  /** A name without what its parameters are called, or how such a name begins. */
  readonly path: string;
  readonly isBeginning: boolean;
}

/** Whether an endpoint is meant; `name` is its selectableName. */
export function selects(
  { method, path, isBeginning }: EndpointSelection,
  own: { readonly method: string | null; readonly name: string },
): boolean {
  if (method !== null && own.method?.toUpperCase() !== method) return false;
  return isBeginning ? own.name.startsWith(path) : own.name === path;
}

/**
 * An endpoint's name without what its parameters are called, which makes no difference: `{id}` and `:userId` are both `:`.
 * Empty for requests that no source could attribute to an endpoint, whose name is null.
 */
export function selectableName(endpoint: string | null): string {
  if (endpoint === null) return '';
  return templateName(endpoint).replaceAll(/(?<=\/)([:*])[^/.]*/g, '$1');
}
