/** What a page knows of its drawing; moments are unix ms with fractions, the same in all frames. */
export interface DrawingNotes {
  /** When a key was last pressed. */
  pressedAt: number;
  /** When the time charts, or an empty page, had been painted for the first time; 0 before. */
  drawnAt: number;
  /** From each message of the host about new data to the frame that shows the last of them, ms; those alone that changed something. */
  refreshes: number[];
  /** Tasks of over 50 ms, ms. */
  longTasks: number[];
}
