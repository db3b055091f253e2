/** What every request of ours carries, so that servers and their logs can tell it. */
export const ownUserAgent = 'mockforge-analytics';
