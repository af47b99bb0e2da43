import { type FastifyRequest } from 'fastify';
import { type GraphVersion } from './intune.state.ts';

export function contextUrl(request: FastifyRequest, version: GraphVersion, entity: string): string {
  return `${request.protocol}://${request.host}/${version}/$metadata#${entity}`;
}
