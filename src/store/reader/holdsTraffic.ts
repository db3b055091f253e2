import { storeFaultOf } from '../storeError';
import { QueryClient, type QueryClientOptions } from './queryClient';

/** Whether a database holds any traffic; true also of one that cannot be read, of which nobody knows. */
export async function holdsTraffic(options: QueryClientOptions): Promise<boolean> {
  const client = new QueryClient(options);
  try {
    await client.describe();
    return true;
  } catch (error) {
    const kind = storeFaultOf(error)?.kind;
    return kind !== 'no_traffic' && kind !== 'schema_missing';
  } finally {
    await client.close();
  }
}
