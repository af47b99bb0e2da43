import { useMutation, useQueryClient } from '@tanstack/react-query';

/**
 * A change of an organization: what it shows is read anew afterwards, also when the change was refused. `done` is told of it
 * whatever has become of the page by then: what is read anew may show something else in the place of what was pressed.
 */
export const useChange = <Given, Result>(
  organizationId: string,
  change: (given: Given) => Promise<Result>,
  done?: (result: Result) => void,
) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (result) => done?.(result),
    // It may be the session that has ended.
    onError: () => queries.invalidateQueries({ queryKey: ['session'] }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['organization', organizationId] }),
  });
};
