import type { ErrorGroupDetail } from '../../src/protocol/readModels';
import { stepText } from '../../src/domain/spanText';
import { daySeconds } from '../../src/domain/time';
import type { DashboardView } from '../dashboardView';
import { element, svgElement } from '../elements/dom';
import { statusClassName } from '../elements/marks';
import { t } from '../localize';

/** Units of the drawing: a step's width, and the height of its highest bar. */
const stepWidth = 10;
const height = 48;

/** How often a group failed in each step of the range, as bars. */
export function occurrences(
  { group, span, perStep }: ErrorGroupDetail,
  { times, numbers }: DashboardView,
): HTMLElement {
  const most = Math.max(1, ...perStep);
  const withDay = span.to - span.from > daySeconds;
  const textOf = (step: number): string =>
    stepText(times, span.from + step * span.bucketSeconds, span.bucketSeconds, withDay);
  const highest = t('{0} at most, {1}', numbers.count(most), textOf(perStep.indexOf(most)));
  const width = perStep.length * stepWidth;
  const drawing = svgElement(
    'svg',
    {
      class: `occurrences-bars fill-${statusClassName(group.statusCodes.at(-1) ?? null)}`,
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': t('{0} errors over time, {1}', numbers.count(group.count), highest),
    },
    ...perStep.map((count, step) => {
      // Whatever is there at all can be seen.
      const own = count === 0 ? 0 : Math.max(2, (count / most) * height);
      return svgElement(
        'rect',
        { x: step * stepWidth + 1, y: height - own, width: stepWidth - 2, height: own },
        svgElement('title', {}, `${textOf(step)}: ${numbers.count(count)}`),
      );
    }),
  );
  return element(
    'div',
    { class: 'occurrences' },
    element('p', { class: 'secondary' }, highest),
    drawing,
    element(
      'p',
      { class: 'occurrences-ends secondary', 'aria-hidden': 'true' },
      element('span', {}, times.short(span.from, span.to)),
      element('span', {}, times.short(span.to, span.to)),
    ),
  );
}
