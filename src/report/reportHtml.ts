import { escapeHtml } from '../domain/html';
import { changedLine } from '../protocol/differenceTexts';
import type { Localize } from '../sentences/localize';
import type { ReportCard } from './reportContent';
import {
  cardChange,
  comparedText,
  endpointsSection,
  errorsSection,
  otherSections,
  reportBasis,
  reportCards,
  targetName,
} from './reportContent';
import type { ReportFacts } from './reportFacts';
import { reportFigures } from './reportFigures';
import { reportStyle } from './reportStyle';
import { noteHtml, sectionHtml } from './sectionHtml';

/** The dashboard's numbers as one HTML file that needs no network and no script. */
export function reportHtml(facts: ReportFacts, t: Localize): string {
  const title = t('Traffic of {0}', targetName(facts));
  const sections = [
    head(facts, title, t),
    summary(facts, t),
    ...facts.additions.map(({ section }) => sectionHtml(section)),
    reportFigures(facts, t),
    sectionHtml(endpointsSection(facts, t)),
    sectionHtml(errorsSection(facts, t)),
    `<div class="pair">${otherSections(facts, t).map(sectionHtml).join('\n')}</div>`,
  ];
  return `<!DOCTYPE html>
<html lang="${escapeHtml(facts.locale)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

function head(facts: ReportFacts, title: string, t: Localize): string {
  const list = reportBasis(facts, t).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<h1>${escapeHtml(title)}</h1>\n<dl class="facts">${list.join('')}</dl>`;
}

function summary(facts: ReportFacts, t: Localize): string {
  const list = reportCards(facts, t).map((card) => cardHtml(card, t));
  const { lines, changed } = comparedText(facts, t);
  const notes = [...lines, ...(changed ? [changedLine(changed)] : [])].map(noteHtml);
  return `<dl class="cards">${list.join('')}</dl>${notes.join('')}`;
}

function cardHtml(card: ReportCard, t: Localize): string {
  const { name, value, change } = card;
  const changed = cardChange(card, t);
  const line =
    changed === null
      ? ''
      : `<dd class="change ${change?.judgement ?? ''}">${escapeHtml(changed)}</dd>`;
  return `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>${line}</div>`;
}
