import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@mdm-gate/contracts';
import type { ServiceDescription } from '../nats-service/service-protocol.ts';

const descriptions: Readonly<Record<ServiceName, string>> = {
  'token-admin': 'The authority on MDM tokens',
  verifier: 'Decides every pairing and authentication check',
  'mdm-push': 'Brings MDM tokens into the MDM systems',
};

/** The version of the request contracts, not of the program. */
const contractVersion = '1.0.0';

export const serviceDescription = (service: ServiceName): ServiceDescription => ({
  name: service,
  id: randomUUID(),
  version: contractVersion,
  description: descriptions[service],
  metadata: {},
  started: new Date(),
});
