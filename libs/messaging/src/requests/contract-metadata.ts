import type { RequestContract } from '@mdm-gate/contracts';
import { toJSONSchema, type z } from 'zod';

const schemaText = (schema: z.ZodType): string =>
  JSON.stringify(toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' }));

/** What `$SRV.INFO` tells of a request beside its subject, as `nats micro info` shows it: who may ask what, and how. */
export const contractMetadata = (contract: RequestContract): Readonly<Record<string, string>> => ({
  description: contract.description,
  'may-be-called-by': contract.mayBeCalledBy.join(','),
  'request-schema': schemaText(contract.request),
  'reply-schema': schemaText(contract.reply),
});
