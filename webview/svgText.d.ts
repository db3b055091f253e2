/** Icons are bundled as text, by `with { type: 'text' }`. */
declare module '*.svg' {
  const text: string;
  // eslint-disable-next-line import-x/no-default-export -- a text module has nothing else to export
  export default text;
}
