/** How often something is done, and for how long nothing is. */
export interface UiRounds {
  readonly starts: number;
  readonly openings: number;
  readonly refreshes: number;
  /** Milliseconds in which a host comes to rest, and in which it is watched then. */
  readonly settling: number;
  readonly idle: number;
}

export const uiRounds: UiRounds = {
  starts: 9,
  openings: 5,
  refreshes: 15,
  settling: 20_000,
  idle: 60_000,
};
export const smokeUiRounds: UiRounds = {
  starts: 1,
  openings: 1,
  refreshes: 1,
  settling: 0,
  idle: 1000,
};
