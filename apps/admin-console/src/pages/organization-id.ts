import { useParams } from '@tanstack/react-router';

/** Of the organization that the page is about. */
export const useOrganizationId = (): string => useParams({ strict: false }).organizationId ?? '';
