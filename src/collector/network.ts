import type { HttpGet } from './sources/httpGet';

/**
 * The network of the process we run in; in the editor, its proxy settings apply. Nothing else of ours touches it (lint
 * enforces that), so every request goes through `request`: to addresses that somebody typed, and to no other. Where a
 * person looks for servers, to those on this machine and those that files of a trusted workspace name, too.
 */
export const network: HttpGet = (url, init) => fetch(url, init);
