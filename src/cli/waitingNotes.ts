import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import type { TrafficStore } from '../store/trafficStore';
import type { Output } from './output';

/** To be called after each commit: says when commits begin to wait for a server, and when all of them are there. */
export function waitingNotes({ name, maintenance }: TrafficStore, { note }: Output): () => void {
  let didWait = false;
  return () => {
    const { waiting } = maintenance;
    if (Boolean(waiting) === didWait) return;
    didWait = Boolean(waiting);
    if (!waiting) note(`All commits that waited are in ${name}.`);
    else {
      const { fault: why, ...held } = waiting;
      note(storeFaultText({ kind: 'commits_wait', store: name, why, ...held }, english));
    }
  };
}
