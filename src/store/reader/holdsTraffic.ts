import { storeFaultOf } from '../storeError';
import { QueryClient, type QueryClientOptions } from './queryClient';

/** Whether a database holds any traffic; true also of one that cannot be read, of which nobody knows. */
export async function holdsTraffic(options: QueryClientOptions): Promise<boolean> {
  const client = new QueryClient(options);
  try {
    await client.describe();
    return true;
  } catch (error) {
    return storeFaultOf(error)?.kind !== 'no_traffic';
  } finally {
    await client.close();
  }
}
