import { Client } from 'pg';
import commitKey from '../../../sql/postgres/listen/commitKey.sql';
import listen from '../../../sql/postgres/listen/listen.sql';
import { clientOptions } from './clientOptions';
import { numbered } from './namedParameters';
import type { Heard, ListeningAnnouncement } from './networkCalls';
import { problemOf } from './problem';

const queryMs = 10_000;

/**
 * Listens for commits into the target of the settings; where they are of all, for those into any of the workspace. The first word at the port
 * is that it listens, from when on nothing is missed, and the last one a problem.
 */
export function listenForCommits({ port, settings, application }: ListeningAnnouncement): void {
  const client = new Client({ ...clientOptions(settings, application), query_timeout: queryMs });
  const say = (heard: Heard): void => {
    port.postMessage(heard);
  };
  const fail = (error: Error): void => {
    say({ ...problemOf(error), isEnd: true });
    port.close();
  };
  client.on('error', fail);
  port.on('close', () => {
    client.end(() => undefined);
  });
  port.unref();

  async function begin(): Promise<void> {
    await client.connect();
    const { workspace, target } = settings;
    const { text, names } = numbered(commitKey);
    const values = names.map((name) => (name === 'workspace' ? workspace : target));
    const { rows } = await client.query<{ readonly key: string }>(text, values);
    client.on('notification', ({ payload }) => {
      if (payload?.split(' ').includes(rows[0]?.key ?? '')) say('commit');
    });
    await client.query(listen);
    say('listening');
  }
  begin().catch(fail);
}
