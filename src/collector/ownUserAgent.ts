/** The user agent of our requests, so that servers and their logs can recognize them. */
export const ownUserAgent = 'mockforge-analytics';
