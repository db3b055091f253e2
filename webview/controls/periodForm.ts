import { t } from '../localize';
import { element } from '../elements/dom';
import { button } from './toolkit';

/** A moment as `<input type="datetime-local">` writes it, in the reader's time zone; unix seconds. */
export function localInput(at: number): string {
  const date = new Date(at * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment of such a text, unix seconds; null for none. */
export function inputTime(text: string): number | null {
  const time = new Date(text).getTime();
  return Number.isNaN(time) ? null : time / 1000;
}

/** Asks for moments: two that bound a range, or one at which an earlier window begins. */
export class PeriodForm {
  readonly root: HTMLFormElement;
  readonly #inputs: readonly HTMLInputElement[];
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
      const times = this.#inputs.map((input) => inputTime(input.value));
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
    for (const [i, input] of this.#inputs.entries()) input.value = localInput(times[i] ?? 0);
    this.#problem.textContent = '';
  }
}
