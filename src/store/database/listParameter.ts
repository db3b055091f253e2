/**
 * A list as one parameter of a statement, which reads it by json_each (sql/README.md says what another engine has
 * instead).
 */
export function listParameter(list: readonly unknown[]): string {
  return JSON.stringify(list);
}
