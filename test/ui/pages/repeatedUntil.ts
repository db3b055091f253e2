/** How long something may take to come about on a busy machine, ms. */
const limitMs = 40_000;

/**
 * Tries something again and again until it has come about.
 * @param seen what is there to see instead, for the message of a wait in vain
 * @throws Error that says what was seen when it has not come about after 40 s
 */
export async function repeatedUntil(
  isDone: () => Promise<boolean>,
  attempt: () => Promise<void>,
  seen: () => Promise<string>,
): Promise<void> {
  const limit = performance.now() + limitMs;
  do {
    if (performance.now() > limit) {
      throw new Error(
        `It did not come about in ${limitMs / 1000} s. Seen instead: ${await seen()}`,
      );
    }
    await attempt();
  } while (!(await isDone()));
}
