import { t } from '../localize';
import { element, setShown, setText } from '../elements/dom';
import { icon } from '../elements/icons';
import { button } from '../controls/toolkit';

/** A call to the extension host that failed: what, and what to do. The numbers of before stay below it. */
export class FailurePanel {
  readonly root: HTMLElement;
  readonly #reason = element('span');

  constructor(onRetry: () => void, onShowLog: () => void) {
    this.root = element(
      'section',
      { class: 'state-line error-line', role: 'alert', hidden: '' },
      icon('error'),
      element(
        'p',
        { class: 'warning-text' },
        element('strong', {}, t('The dashboard could not be read.')),
        ' ',
        this.#reason,
      ),
      element(
        'span',
        { class: 'warning-actions' },
        button({ text: t('Try Again'), onClick: onRetry }),
        button({ text: t('Show Log'), onClick: onShowLog }),
      ),
    );
  }

  /** Null: nothing failed. */
  show(reason: string | null): void {
    setText(this.#reason, reason ?? '');
    setShown(this.root, reason !== null);
  }
}
