import { organizationIdSchema } from '@mdm-gate/contracts';
import { z } from 'zod';

/** For log lines: the organization that something is about, or nothing where none is named as it must be. */
export interface About {
  readonly organizationId?: string;
}

const aboutOne = z.object({ organizationId: organizationIdSchema });

/** A request or an event, in whatever state it came. */
export const organizationIn = (content: unknown): About => aboutOne.safeParse(content).data ?? {};

/** `mdm.<stream>.<organizationId>.<type>` */
export const organizationOfSubject = (subject: string): About =>
  organizationIn({ organizationId: subject.split('.')[2] });
