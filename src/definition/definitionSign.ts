/** UTF-16 units of a document's beginning that tell whether it may define something. */
export const signLength = 8192;

const description = /(?:^|[\n{,])\s*["']?(?:openapi|swagger)["']?\s*:/;

const mockForgeFile = /(?:^|[\\/])[\w.-]*mockforge[\w.-]*\.(?:ya?ml|json)$/i;

/** Whether a document may be a description or a MockForge file, by its path and how it begins. */
export function mayDefine(path: string, beginning: string): boolean {
  return mockForgeFile.test(path) || description.test(beginning.slice(0, signLength));
}
