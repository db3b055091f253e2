export { reportHtml } from './reportHtml';
export { reportJson } from './reportJson';
export { reportMarkdown } from './reportMarkdown';
