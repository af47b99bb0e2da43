import { mdmConnectionSchema, organizationSchema } from '@mdm-gate/contracts';
import { narrator } from '../narrator.ts';
import { organizationId } from '../../stack/organization-id.ts';
import type { StoryStep } from '../story-step.ts';
import { describeConnections } from '../vendor-connections.ts';

export const connectOrganization: StoryStep = {
  title: 'An organization and its three MDM connections are created through the gateway',
  run: async (context) => {
    const { body: organization } = await context.gateway.call('POST /organizations', organizationSchema, {
      body: { organizationId, name: 'Acme' },
    });
    narrator.observed(`organization ${organization.organizationId}, its policy is off`);
    for (const connection of await describeConnections(context)) {
      const { body: added } = await context.gateway.call(
        `POST /organizations/${organizationId}/mdm-connections`,
        mdmConnectionSchema,
        { body: connection },
      );
      narrator.observed(`connection ${added.connectionId} to ${added.name} (${added.vendor})`);
    }
  },
};
