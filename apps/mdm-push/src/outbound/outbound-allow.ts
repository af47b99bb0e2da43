import { listOf, withFacts } from '@mdm-gate/service-kit';
import { z } from 'zod';
import { problemWithAllowList } from './allow-list.ts';

/** `MDM_GATE_OUTBOUND_ALLOW`: host names, IP addresses and CIDR blocks. */
export const outboundAllowSchema = withFacts(
  z
    .string()
    .transform(listOf)
    .superRefine((entries, context) => {
      const message = problemWithAllowList(entries);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .default([]),
  {
    expected: 'host names, IP addresses and CIDR blocks, separated by commas',
    example: 'mdm.internal,10.0.0.0/8',
  },
);
