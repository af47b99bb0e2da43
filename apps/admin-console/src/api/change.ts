import { useMutation, useQueryClient } from '@tanstack/react-query';

/** A change of an organization: what it shows is read anew afterwards, also when the change was refused. */
export const useChange = <Given, Result>(
  organizationId: string,
  change: (given: Given) => Promise<Result>,
) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // It may be the session that has ended.
    onError: () => queries.invalidateQueries({ queryKey: ['session'] }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['organization', organizationId] }),
  });
};
