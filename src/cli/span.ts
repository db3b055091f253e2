import type { TimeWindow } from '../domain/range';
import type { QueryClient } from '../store/reader/queryClient';
import { chosenWindow } from './chosenSession';
import { momentOf } from './moment';
import { CommandError, UsageError } from './usageError';

/**
 * The span that --session, or --from and --to name in a database, unix seconds; what is left out is where the stored traffic
 * begins or ends.
 * @throws CommandError for a database without traffic or such a session, UsageError for a span that is none
 */
export async function spanOf(
  { reads, name }: QueryClient,
  options: Partial<Record<'from' | 'to' | 'session', string>>,
): Promise<TimeWindow> {
  if (options.session !== undefined) return chosenWindow(reads, options.session, options);
  const stored = await reads.storedSpan();
  if (!stored) throw new CommandError(`${name} holds no traffic.`);
  const from =
    options.from === undefined ? stored.from : Math.floor(momentOf(options.from, 'from'));
  const to = options.to === undefined ? stored.to : Math.ceil(momentOf(options.to, 'to'));
  if (from >= to) throw new UsageError('--from must be before --to.');
  return { from, to };
}
