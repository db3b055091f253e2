import type { NumberFormat } from '../../src/domain/numberFormat';
import { statusPhrase } from '../../src/domain/statusText';
import { clientName } from '../../src/domain/userAgent';
import type { Explanation, FailureCause, Part } from '../../src/protocol/explanation';
import { t } from '../localize';
import {
  rateOf,
  bothOf,
  endpointGroup,
  groupsOf,
  changeText,
  strengthOf,
  arrow,
  summaryText,
  partText,
  shareText,
  placesText,
  nameOf,
  endpointText,
  ended,
} from './explainedAmounts';
import type {
  ExplainedGroup,
  ExplainedPart,
  Amount,
  Told,
  Formats,
  Side,
} from './explainedAmounts';

/** What failed requests differ in: by cause, message, endpoint, status and client. */
export function errorsTold(explanation: Explanation, formats: Formats): Told {
  const { numbers } = formats;
  const rate = rateOf(explanation, numbers);
  const amounts = bothOf(({ errors }, side) => rate(errors, side), explanation);
  const counted = <Item>(
    parts: readonly Part<Item, number>[],
    named: (item: Item) => Pick<ExplainedPart, 'what' | 'title'>,
  ): ExplainedPart[] =>
    parts.map(({ item, share, window, rest }) => ({
      ...named(item),
      share: Math.max(0, share),
      sentence: partText(
        share,
        { window: rate(window, 'window'), rest: rate(rest, 'rest') },
        numbers,
      ),
    }));
  return {
    strength: strengthOf(amounts),
    headline: ended(
      errorsHeadline(explanation, amounts, numbers),
      explanation.since.errors,
      explanation,
      formats,
    ),
    measure: {
      title: t('Errors'),
      summary: summaryText(amounts, numbers),
      groups: [
        {
          title: t('By cause'),
          parts: counted(explanation.causes, (cause) => ({ what: causeText(cause) })),
        },
        messageGroup(explanation, numbers),
        ...groupsOf(amounts, [
          endpointGroup(explanation.errors, numbers, ({ errors }, side) => rate(errors, side)),
          {
            title: t('By status'),
            parts: counted(explanation.statuses, (code) => ({
              what: `${code} ${statusPhrase(code)}`.trim(),
            })),
          },
          {
            title: t('By client'),
            parts: counted(explanation.clients, (agent) => ({
              what: clientName(agent, t),
              title: agent ?? t('These requests named no program.'),
            })),
          },
        ]),
      ].filter(({ parts }) => parts.length > 0),
    },
  };
}

function errorsHeadline(
  { causes, messages, errors, ...explanation }: Explanation,
  amounts: Record<Side, Amount>,
  numbers: NumberFormat,
): string {
  const subject = t('Errors {0}', arrow(amounts));
  const [top] = causes;
  if (!top || top.share <= 0) return subject;
  const [message] = messages;
  const [endpoint] = errors;
  const what = ((): string => {
    switch (top.item) {
      case 'injected':
        return t('injected faults on {0}', placesText(explanation.faulty));
      case 'validation':
        return message && message.message !== null
          ? t('failed validation, mostly {0}: {1}', endpointText(message), message.message)
          : t('failed validation');
      case 'notDefined':
        return t('requests for paths that are not defined');
      default:
        return endpoint
          ? t('failures of {0}', nameOf(endpoint.item))
          : insideSentence(causeText(top.item));
    }
  })();
  return changeText(subject, amounts, shareText(top.share, numbers), what);
}

/** A title as it reads inside a sentence. Its other letters stay, since German nouns are capitalized anywhere. */
function insideSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function causeText(cause: FailureCause): string {
  const texts: Readonly<Record<FailureCause, string>> = {
    injected: t('Injected faults'),
    validation: t('Failed validation'),
    notDefined: t('Paths that are not defined'),
    other: t('Other errors'),
    unlisted: t('Counted, but not listed by any source'),
  };
  return texts[cause];
}

function messageGroup(
  { messages, messagesOfNewest }: Explanation,
  numbers: NumberFormat,
): ExplainedGroup {
  return {
    title:
      messagesOfNewest === null
        ? t('Failed validation in this window')
        : t('Failed validation among the newest {0} errors', numbers.count(messagesOfNewest)),
    parts: messages.map((message) => ({
      what: t('{0} × {1}', numbers.count(message.count), endpointText(message)),
      share: null,
      sentence: message.message ?? t('The server told no reason.'),
    })),
  };
}
