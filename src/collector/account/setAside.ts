import { isSameRun } from './processIdentity';
import type { AccountState, ProcessIdentity, SetAside } from './accountState';

/** Servers that may answer at one address in turn, besides the one that does now. */
const mostSetAside = 3;

/** Remembers how far the server counted that answered so far, while another answers in its place. */
export function setAside(state: AccountState): void {
  const { process, counters, latency } = state;
  if (!process) return;
  state.setAside = [...state.setAside, { process, counters, latency }].slice(-mostSetAside);
}

/** Takes back what was set aside of a server that answers again; undefined for a new one. */
export function takeBack(state: AccountState, identity: ProcessIdentity): SetAside | undefined {
  const known = state.setAside.find(({ process }) => isSameRun(process.identity, identity));
  state.setAside = state.setAside.filter((other) => other !== known);
  return known;
}
