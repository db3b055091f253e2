import { normaliseMetricsUrl, normaliseServerUrl } from './serverUrl';

/** The addresses that make a server the one it is. */
export interface TargetUrls {
  readonly metricsUrl: string;
  readonly adminUrl: string;
}

/** Sixteen hex digits that stand for a server: the same for every spelling of the same addresses. */
export function targetId({ metricsUrl, adminUrl }: TargetUrls): string {
  const metrics = normaliseMetricsUrl(metricsUrl) ?? metricsUrl;
  const admin = normaliseServerUrl(adminUrl) ?? adminUrl;
  return fnv1a64(`${metrics}\n${admin}`).toString(16).padStart(16, '0');
}

/** Where a target's database lies below a storage folder, with forward slashes. */
export function targetDatabasePath(urls: TargetUrls): string {
  return `targets/${targetId(urls)}/traffic.sqlite`;
}

/** The 64-bit FNV-1a hash: short, the same everywhere, and no secret rests on it. */
function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
