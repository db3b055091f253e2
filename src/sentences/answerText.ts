import type { AdminFormatProblems } from '../mockforge/logRow';
import type { OneOf } from '../domain/oneOf';
import type { ExpositionFault, ExpositionProblems } from '../prometheus/expositionError';
import type { LabelMatcherFault } from '../prometheus/labelMatcher';
import type { PrometheusFault, PrometheusProblems } from '../prometheus/queryRange';
import type { Localize, Wording } from './localize';
import { worded } from './localize';

/** What is wrong with an exposition and where, as the end of a sentence. */
export function expositionText(
  { problem, line, column }: ExpositionFault,
  localize: Localize,
): string {
  const what = worded(expositionProblems, problem, localize);
  return localize('line {0}, column {1}: {2}', String(line), String(column), what);
}

const expositionProblems: Wording<ExpositionProblems> = {
  body_ends_in_line: (_, localize) => localize('the body ends inside a line'),
  body_ends_without_mark: (_, localize) => localize('the body ends without # EOF'),
  text_after_mark: (_, localize) => localize('unexpected text after # EOF'),
  line_too_long: (_, localize) => localize('the line is too long'),
  line_empty: (_, localize) => localize('unexpected empty line'),
  not_utf8: (_, localize) => localize('text is not UTF-8'),
  blank_expected: ({ place }, localize) => {
    switch (place) {
      case 'before_value':
        return localize('expected a blank before the value');
      case 'after_value':
        return localize('expected a blank after the value');
      case 'after_timestamp':
        return localize('expected a blank after the timestamp');
    }
  },
  byte_expected: ({ byte }, localize) => localize("expected '{0}'", byte),
  text_after: ({ part }, localize) =>
    part === 'timestamp'
      ? localize('unexpected text after the timestamp')
      : localize('unexpected text after the exemplar'),
  metadata_expected: (_, localize) => localize('expected TYPE, HELP, UNIT or EOF'),
  metric_type_expected: (_, localize) => localize('expected a metric type'),
  metric_name_expected: (_, localize) => localize('expected a metric name'),
  label_name_expected: (_, localize) => localize('expected a label name'),
  label_name_reserved: ({ label }, localize) => localize('label name {0} is reserved', label),
  label_twice: ({ label }, localize) => localize('label {0} is given twice', label),
  label_begins_with_digit: (_, localize) => localize('label name starts with a digit'),
  label_value_open: (_, localize) => localize('label value is not closed'),
  escape_unknown: (_, localize) => localize('unknown escape in a label value'),
  value_missing: (_, localize) => localize('value is missing'),
  value_no_number: (_, localize) => localize('value is not a number'),
  value_out_of_range: (_, localize) => localize('value is out of range'),
  timestamp_no_number: (_, localize) => localize('timestamp is not a number'),
  timestamp_not_whole: (_, localize) => localize('timestamp is not a whole number'),
  timestamp_out_of_range: (_, localize) => localize('timestamp is out of range'),
};

/** Why an answer is not what the admin API gives, as the end of a sentence. */
export function adminFormatText(fault: OneOf<AdminFormatProblems>, localize: Localize): string {
  return worded(adminFormatProblems, fault, localize);
}

const adminFormatProblems: Wording<AdminFormatProblems> = {
  too_deep: ({ deepest }, localize) => localize('it nests more than {0} deep', String(deepest)),
  too_many_values: ({ most }, localize) => localize('it holds more than {0} values', String(most)),
  not_json: (_, localize) => localize('it is not JSON'),
  no_list: ({ items }, localize) => {
    switch (items) {
      case 'requests':
        return localize('there is no list of requests in it');
      case 'exchanges':
        return localize('there is no list of exchanges in it');
      case 'messages':
        return localize('there is no list of messages in it');
      case 'routes':
        return localize('there is no list of routes in it');
    }
  },
  event_without_list: (_, localize) => localize('an event has no list of requests in it'),
};

/** What is wrong with a text that was meant as label matchers and where, as the end of a sentence. */
export function labelMatcherText(
  { expected, behind }: LabelMatcherFault,
  localize: Localize,
): string {
  const what = labelMatcherProblems[expected](localize);
  return behind === ''
    ? localize('{0} at the beginning', what)
    : localize('{0} behind {1}', what, behind);
}

const labelMatcherProblems: Readonly<
  Record<LabelMatcherFault['expected'], (localize: Localize) => string>
> = {
  label: (localize) => localize('expected a label'),
  operator: (localize) => localize('expected =, !=, =~ or !~'),
  quoted_value: (localize) => localize('expected a value in quotes'),
  comma: (localize) => localize('expected a comma'),
  comma_or_brace: (localize) => localize('expected , or }'),
  nothing_more: (localize) => localize('expected nothing more'),
  known_escape: (localize) => localize('expected an escape that PromQL has'),
  closing_quote: (localize) => localize('the quotes are not closed'),
};

/** Why an answer of a Prometheus server is of no use, in a sentence. */
export function prometheusText(fault: PrometheusFault, localize: Localize): string {
  return worded(prometheusProblems, fault, localize);
}

const prometheusProblems: Wording<PrometheusProblems> = {
  status: ({ host, name, status, said }, localize) =>
    said === ''
      ? localize('{0} answered {1} with HTTP status {2}.', host, name, String(status))
      : localize('{0} answered {1} with HTTP status {2}: {3}.', host, name, String(status), said),
  not_json: ({ host, name }, localize) =>
    localize(
      '{0} answered {1} with something that is not JSON, so it is no Prometheus.',
      host,
      name,
    ),
  other_shape: ({ host, name }, localize) =>
    localize('{0} answered {1} with JSON of another shape than Prometheus gives.', host, name),
  in_part: ({ host, name, said }, localize) =>
    localize('{0} answered {1} only in part: {2}.', host, name, said),
};
