import { joinKey } from '../../domain/compositeKey';
import type { Row } from '../database/row';

/** An endpoint as text, for maps; of any row with the columns protocol, method and endpoint. */
export function endpointKey(row: Row): string {
  return keyText(row.text('protocol'), row.textOrNull('method'), row.textOrNull('endpoint'));
}

/** The same key as endpointKey gives, of an endpoint that is read already. What is empty is stored as NULL. */
export function keyText(protocol: string, method: string | null, endpoint: string | null): string {
  return joinKey(protocol, method ?? '', endpoint ?? '');
}
