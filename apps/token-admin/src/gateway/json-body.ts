import { CodedError, readJsonText } from '@mdm-gate/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const charset = /;\s*charset\s*=\s*"?([^\s";]+)"?/i;

/** JSON is UTF-8 (RFC 8259, section 8.1). Who says that he sends something else is believed, and told. */
const requireUtf8 = ({ headers }: FastifyRequest): void => {
  const declared = charset.exec(headers['content-type'] ?? '')?.[1];
  if (declared !== undefined && !/^utf-?8$/i.test(declared))
    throw new CodedError('unsupported-media-type', 'The body is declared as another charset than UTF-8');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new CodedError('unsupported-media-type', 'A body with a Content-Encoding is not taken');
};

/** No body at all is undefined: a POST without input may carry the media type of the others. */
const readBody = (request: FastifyRequest, bytes: Buffer): unknown => {
  requireUtf8(request);
  if (bytes.length === 0) return undefined;
  const reading = readJsonText(bytes);
  if (reading.ok) return reading.value;
  throw new CodedError('invalid-request', `The body ${reading.reason}`);
};

/** The only way in for bodies: JSON, decoded once and strictly. */
export const takeJsonBodies = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      done(null, readBody(request, bytes));
    } catch (error) {
      done(error instanceof Error ? error : new Error('The body cannot be read'));
    }
  });
};
