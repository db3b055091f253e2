/** The buffers of a result's number columns: handed over to the other thread instead of copied. */
export function transferables(response: unknown): ArrayBuffer[] {
  if (!isTable(response)) return [];
  return response.columns.flatMap(({ values }) =>
    values instanceof Float64Array && values.buffer instanceof ArrayBuffer ? [values.buffer] : [],
  );
}

function isTable(
  response: unknown,
): response is { readonly columns: readonly { readonly values: unknown }[] } {
  return (
    typeof response === 'object' &&
    response !== null &&
    'columns' in response &&
    Array.isArray(response.columns)
  );
}
