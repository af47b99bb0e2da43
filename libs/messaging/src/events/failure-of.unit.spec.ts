import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { CodedError } from '@mdm-gate/service-kit';
import { failureOf } from './failure-of.ts';

describe('what handling an event failed of', () => {
  it.each<[string, unknown]>([
    ['a server that is away', new CodedError('dependency-unavailable')],
    ['a service that does not run', new CodedError('no-responders')],
    ['a service that is slow', new CodedError('timeout')],
    ['a permission that we lack', new CodedError('forbidden')],
    ['credentials that we lack', new CodedError('not-authenticated')],
    ['a rate', new CodedError('too-many-requests')],
    ['an error of the service that was asked', new CodedError('internal-error', 'its', { retryable: true })],
    [
      'a subject that NATS does not let us use',
      new errors.PermissionViolationError('no', 'publish', 'mdm.x'),
    ],
    ['a user that NATS does not know', new errors.AuthorizationError('no')],
    ['a connection that was lost', new errors.ClosedConnectionError()],
    ['a request that nobody takes', new errors.NoRespondersError('mdm.x')],
    ['JetStream', new JetStreamApiError({ code: 503, err_code: 10_008, description: 'no quorum' })],
  ])('is not the event: %s', (_, error) => {
    expect(failureOf(error)).toMatchObject({ retryable: true });
  });

  it.each<[string, unknown]>([
    ['what the event says', new CodedError('invalid-request')],
    ['what is not there', new CodedError('not-found')],
    ['an error of ours', new TypeError('undefined is not a function')],
    ['a subject that we have made up', new errors.InvalidSubjectError('a b')],
  ])('is the event or us: %s', (_, error) => {
    expect(failureOf(error)).toMatchObject({ retryable: false });
  });
});
