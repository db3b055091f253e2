import type { Localize } from '../../sentences/localize';
import type { EndpointOrderName } from './sortedEndpoints';

/** An order of the endpoints as it is chosen: `Error rate`. */
export function endpointOrderText(order: EndpointOrderName, t: Localize): string {
  switch (order) {
    case 'requests':
      return t('Requests');
    case 'errors':
      return t('Errors');
    case 'errorRate':
      return t('Error rate');
    case 'p95':
      return t('p95 latency');
    case 'impact':
      return t('Time spent');
  }
}

/** As the title of the view goes on: `by error rate`. */
export function sortedByText(order: EndpointOrderName, t: Localize): string {
  switch (order) {
    case 'requests':
      return t('by requests');
    case 'errors':
      return t('by errors');
    case 'errorRate':
      return t('by error rate');
    case 'p95':
      return t('by p95 latency');
    case 'impact':
      return t('by time spent');
  }
}
