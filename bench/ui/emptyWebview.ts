/** A webview that shows nothing: what the editor itself needs to open one. */
export const emptyCommand = 'bench.openEmptyWebview';
export const emptyTitle = 'Nothing';
/** `data-empty` tells who takes notes that all is drawn. */
export const emptyHtml =
  '<!DOCTYPE html><html lang="en"><title>Nothing</title><body data-empty></body></html>';
