import { parentPort } from 'node:worker_threads';
import type { Announcement, ListeningAnnouncement } from './networkCalls';
import { listenForCommits } from './networkListener';
import { NetworkSession } from './networkSession';

// The worker thread that speaks to servers while the thread that asks waits. The client of PostgreSQL is bundled here alone.
parentPort?.on('message', (announcement: Announcement | ListeningAnnouncement) => {
  if ('signal' in announcement) new NetworkSession(announcement);
  else listenForCommits(announcement);
});
