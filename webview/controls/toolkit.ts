// The only place that knows the toolkit, so that replacing it is one file. Its badge, progress ring and data grid
// set style attributes, which the content security policy forbids; they are not to be used.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { t } from '../localize';
import { element } from '../elements/dom';
import { icon } from '../elements/icons';
import type { IconName } from '../elements/icons';

/** Registers the custom elements; once, before the first of them is created. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}

interface ButtonOptions {
  readonly text: string;
  readonly onClick: () => void;
  readonly appearance?: 'primary' | 'secondary';
  readonly className?: string;
  readonly icon?: IconName;
}

/** A push button with a text, and an icon before it where one is given. */
export function button(options: ButtonOptions): HTMLElement {
  const created = document.createElement('vscode-button');
  created.setAttribute('appearance', options.appearance ?? 'secondary');
  created.className = options.className ?? 'button';
  if (options.icon) {
    const drawing = icon(options.icon);
    drawing.setAttribute('slot', 'start');
    created.append(drawing);
  }
  created.append(element('span', { class: 'button-text' }, options.text));
  created.addEventListener('click', options.onClick);
  return created;
}

/** A button of an icon alone; `label` says what it does. */
export function iconButton(name: IconName, label: string, onClick: () => void): HTMLElement {
  const created = document.createElement('vscode-button');
  created.setAttribute('appearance', 'icon');
  created.setAttribute('aria-label', label);
  created.title = label;
  created.className = 'icon-button';
  created.append(icon(name));
  created.addEventListener('click', onClick);
  return created;
}

/**
 * What a button tells a screen reader of itself. The toolkit hands none of it on to the real button inside, which
 * does not exist before the first time it is shown.
 */
export function setButtonState(
  target: HTMLElement,
  name: 'aria-pressed' | 'aria-expanded' | 'aria-haspopup',
  value: string,
): void {
  if (target.getAttribute(name) === value) return;
  target.setAttribute(name, value);
  setInside(target, name, value);
}

/** Whether Tab comes to a button: one of the toolkit's, or a plain one. */
export function setTabStop(target: HTMLElement, isStop: boolean): void {
  const value = isStop ? '0' : '-1';
  // On the toolkit's element itself it would make that one more control.
  if (target.localName.includes('-')) setInside(target, 'tabindex', value);
  else target.setAttribute('tabindex', value);
}

function setInside(target: HTMLElement, name: string, value: string): void {
  void customElements.whenDefined(target.localName).then(() => {
    target.shadowRoot?.querySelector('button')?.setAttribute(name, value);
  });
}

/** Whether a button that stays as it was pressed is. */
export function setPressed(target: HTMLElement, pressed: boolean): void {
  setButtonState(target, 'aria-pressed', String(pressed));
}

/** Changes what `button` wrote on a button. */
export function setButtonText(target: HTMLElement, text: string): void {
  const label = target.querySelector('.button-text');
  if (label && label.textContent !== text) label.textContent = text;
}

export function setDisabled(target: HTMLElement, disabled: boolean): void {
  target.toggleAttribute('disabled', disabled);
}

/** A search field; `onInput` gets the text at every key. Escape and a button clear it. */
export function searchField(
  label: string,
  value: string,
  onInput: (text: string) => void,
): HTMLElement {
  const field = document.createElement('vscode-text-field') as HTMLElement & { value: string };
  const drawing = icon('search');
  drawing.setAttribute('slot', 'start');
  field.className = 'search-field';
  field.setAttribute('placeholder', label);
  field.setAttribute('value', value);
  const clear = element(
    'button',
    { type: 'button', class: 'search-clear', slot: 'end', 'aria-label': t('Clear search') },
    icon('close'),
  );
  clear.title = t('Clear search');
  clear.hidden = value === '';
  field.append(drawing, clear);
  const change = (text: string): void => {
    clear.hidden = text === '';
    onInput(text);
  };
  clear.addEventListener('click', () => {
    field.value = '';
    change('');
    field.focus();
  });
  // In the document it calls itself a text field, whatever it was called before.
  void customElements.whenDefined(field.localName).then(() => {
    field.setAttribute('aria-label', label);
    field.shadowRoot?.querySelector('input')?.setAttribute('aria-label', label);
  });
  field.addEventListener('input', () => {
    change(field.value);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || field.value === '') return;
    event.preventDefault();
    field.value = '';
    change('');
  });
  return field;
}

/** One of a dropdown's choices. */
export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** A choice of one out of a few, with its name before what is chosen. */
export class Dropdown {
  readonly root: HTMLElement & { value: string };
  #choices = '';
  #value = '';

  constructor(label: string, onChange: (value: string) => void, className = 'dropdown') {
    this.root = document.createElement('vscode-dropdown') as HTMLElement & { value: string };
    this.root.className = className;
    this.root.setAttribute('aria-label', label);
    if (className !== 'dropdown ranges-short') {
      this.root.append(element('span', { slot: 'start', class: 'dropdown-name' }, label));
    }
    this.root.addEventListener('change', () => {
      onChange(this.root.value);
    });
    // It sees new choices later than it is told the value, and then keeps to the place of the one chosen before.
    this.root.shadowRoot?.addEventListener('slotchange', () => {
      this.root.value = this.#value;
    });
  }

  /** Shows these choices and which is chosen, without telling onChange. */
  update(choices: readonly Choice[], value: string): void {
    const signature = JSON.stringify(choices);
    if (signature !== this.#choices) {
      this.#choices = signature;
      for (const option of this.root.querySelectorAll('vscode-option')) option.remove();
      for (const { value: own, text } of choices) {
        const option = document.createElement('vscode-option');
        option.setAttribute('value', own);
        option.textContent = text;
        this.root.append(option);
      }
    }
    this.#value = value;
    this.root.value = value;
  }
}
