import { t } from '../localize';
import { element } from '../elements/dom';
import { inputTime, localInput } from '../text/inputTime';
import { button } from './toolkit';

/** Asks for moments: two that bound a range, or one at which an earlier window begins. */
export class PeriodForm {
  readonly root: HTMLFormElement;
  readonly #inputs: readonly HTMLInputElement[];
  /** What the inputs were filled with. */
  #filled: readonly number[] = [];
  readonly #problem = element('p', { class: 'form-problem', role: 'alert' });

  /** @param onChosen gets as many moments as there are labels, and says what is wrong with them, or null */
  constructor(
    labels: readonly string[],
    apply: string,
    onChosen: (times: readonly number[]) => string | null,
  ) {
    this.#inputs = labels.map(() => element('input', { type: 'datetime-local', required: '' }));
    this.root = element(
      'form',
      { class: 'period-form' },
      ...labels.map((label, i) => element('label', {}, label, this.#inputs[i] ?? null)),
      this.#problem,
    );
    const submit = (): void => {
      const times = this.#inputs.map((input, i) => this.#timeOf(input, i));
      const known = times.filter((time) => time !== null);
      const problem = known.length < times.length ? t('Enter a day and a time.') : onChosen(known);
      this.#problem.textContent = problem ?? '';
    };
    this.root.append(
      button({ text: apply, appearance: 'primary', className: 'button primary', onClick: submit }),
    );
    this.root.addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) submit();
    });
  }

  fill(times: readonly number[]): void {
    this.#filled = times;
    for (const [i, input] of this.#inputs.entries()) input.value = localInput(times[i] ?? 0);
    this.#problem.textContent = '';
  }

  /** A text that was left as it is means the same moment: in the hour that comes twice it would mean the first. */
  #timeOf({ value }: HTMLInputElement, index: number): number | null {
    const filled = this.#filled[index];
    return filled !== undefined && localInput(filled) === value ? filled : inputTime(value);
  }
}
