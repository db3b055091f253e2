/** A window in a process of its own: `fork()` it and send it the path of a file of alerts; it sends the rules it tells of. */
import type { Alert } from '../../src/alerts/alert';
import { AlertTeller } from '../../src/alerts/alertTeller';
import { AlertFile } from '../../src/host/alertFile';
import { english } from '../../src/sentences/localize';

process.on('message', (path: string) => {
  const file = new AlertFile(path, english);
  const told: Alert['rule'][] = [];
  const teller = new AlertTeller(
    {
      change: async (change) => {
        await file.change(change);
      },
    },
    {
      now: () => Date.now(),
      ask: ({ rule }) => {
        told.push(rule);
        return Promise.resolve(null);
      },
      show: () => undefined,
    },
  );
  void teller.tell().then(() => process.send?.(told));
});
