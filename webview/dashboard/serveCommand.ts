/**
 * The command that starts a server with all sources. `copyServeCommand` puts the same on the clipboard; the
 * webview may not import it from where MockForge's names live, so a test holds the two together.
 */
export const serveCommand = 'mockforge serve --spec openapi.yaml --admin --recorder';
