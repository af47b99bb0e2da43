import { z } from 'zod';
import { type GraphVersion } from './intune.state.ts';

const filter = {
  deviceAndAppManagementAssignmentFilterId: z.guid().nullish(),
  deviceAndAppManagementAssignmentFilterType: z.enum(['none', 'include', 'exclude']).optional(),
};

function targetSchema<S extends z.ZodRawShape>(extra: S) {
  return z.discriminatedUnion('@odata.type', [
    z.strictObject({
      '@odata.type': z.literal('#microsoft.graph.groupAssignmentTarget'),
      groupId: z.guid(),
      ...extra,
    }),
    z.strictObject({
      '@odata.type': z.literal('#microsoft.graph.exclusionGroupAssignmentTarget'),
      groupId: z.guid(),
      ...extra,
    }),
    z.strictObject({ '@odata.type': z.literal('#microsoft.graph.allDevicesAssignmentTarget'), ...extra }),
    z.strictObject({
      '@odata.type': z.literal('#microsoft.graph.allLicensedUsersAssignmentTarget'),
      ...extra,
    }),
  ]);
}

function assignSchema<T extends z.ZodType>(target: T) {
  return z.strictObject({
    assignments: z.array(
      z.strictObject({
        '@odata.type': z.literal('#microsoft.graph.managedDeviceMobileAppConfigurationAssignment').optional(),
        id: z.string().optional(),
        target,
      }),
    ),
  });
}

/** The body of the assign action. The filter of a target is declared in beta only. */
export const assignmentsSchema = {
  'v1.0': assignSchema(targetSchema({})),
  beta: assignSchema(targetSchema(filter)),
} satisfies Record<GraphVersion, z.ZodType>;
