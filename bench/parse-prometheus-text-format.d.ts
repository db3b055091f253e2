declare module 'parse-prometheus-text-format' {
  const parsePrometheusTextFormat: (text: string) => readonly { readonly name: string }[];
  export = parsePrometheusTextFormat;
}
