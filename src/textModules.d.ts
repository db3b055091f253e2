/** SQL files are bundled as text (see esbuild.mjs). */
declare module '*.sql' {
  const text: string;
  export default text;
}

/** Style sheets imported by the webview are collected into dist/webview.css. */
declare module '*.css';
