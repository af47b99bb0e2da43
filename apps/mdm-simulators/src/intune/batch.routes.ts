import { type FastifyInstance, type FastifyRequest, type InjectOptions } from 'fastify';
import { z } from 'zod';
import { graphError } from './graph-error.ts';
import { type GraphVersion } from './intune.state.ts';

const partSchema = z
  .strictObject({
    id: z.string().min(1),
    method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
    url: z.string().regex(/^\/?[^/:]+/u, 'has to be relative'),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
    dependsOn: z.array(z.string()).optional(),
  })
  .refine(
    ({ body, headers }) =>
      body === undefined || Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'content-type'),
    'a body needs a Content-Type header',
  );

const batchSchema = z.strictObject({
  requests: z
    .array(partSchema)
    .min(1)
    .max(20)
    .refine((parts) => new Set(parts.map(({ id }) => id)).size === parts.length, 'ids have to be unique'),
});

type Part = z.infer<typeof partSchema>;

interface PartAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

async function answerPart(
  server: FastifyInstance,
  prefix: string,
  part: Part,
  outer: FastifyRequest,
): Promise<PartAnswer> {
  const options: InjectOptions = {
    method: part.method,
    url: `${prefix}/${part.url.replace(/^\//u, '')}`,
    headers: { host: outer.host, authorization: outer.headers.authorization ?? '', ...part.headers },
    ...(part.body === undefined ? {} : { payload: JSON.stringify(part.body) }),
  };
  const response = await server.inject(options);
  const retryAfter = response.headers['retry-after'];
  return {
    id: part.id,
    status: response.statusCode,
    headers: {
      'Content-Type': response.headers['content-type'] ?? '',
      ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
    },
    ...(response.body === '' ? {} : { body: response.json<unknown>() }),
  };
}

async function answerAll(
  server: FastifyInstance,
  prefix: string,
  parts: readonly Part[],
  outer: FastifyRequest,
): Promise<PartAnswer[]> {
  const answers = new Map<string, PartAnswer>();
  for (const part of parts) {
    const isHeld = (part.dependsOn ?? []).some((id) => (answers.get(id)?.status ?? 500) >= 400);
    const answer = isHeld ? { id: part.id, status: 424 } : await answerPart(server, prefix, part, outer);
    answers.set(part.id, answer);
  }
  // Answers come in any order: here in the other one.
  return [...answers.values()].reverse();
}

/** https://learn.microsoft.com/graph/json-batching: 200 even when parts fail, each throttled alone. */
export function registerBatchRoute(server: FastifyInstance, version: GraphVersion): void {
  server.post(`/${version}/$batch`, async (request) => {
    const parsed = batchSchema.safeParse(request.body);
    if (!parsed.success) {
      throw graphError(400, `Invalid batch payload format: ${z.prettifyError(parsed.error)}`);
    }
    return { responses: await answerAll(server, `/${version}`, parsed.data.requests, request) };
  });
}
