import { z } from 'zod';
import { formFieldSchema, mdmVendorFormSchema } from '../mdm-vendors/vendor-forms.ts';
import { defineRoute } from './route-contract.ts';

export const listMdmVendorsRoute = defineRoute({
  method: 'GET',
  path: '/mdm-vendors',
  operationId: 'listMdmVendors',
  summary: 'Says what a connection to each vendor needs, in a form that a console can draw',
  access: 'signed-in',
  replies: {
    200: {
      description: 'All of them',
      schema: z.object({
        /** What a connection to any vendor has beside its settings and credentials. */
        connection: z.array(formFieldSchema),
        items: z.array(mdmVendorFormSchema),
        nextCursor: z.null(),
      }),
    },
  },
  errors: [],
});
