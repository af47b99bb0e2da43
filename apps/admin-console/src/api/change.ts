import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

/**
 * A change of an organization: what it shows is read anew afterwards, also when the change was refused. `done` is told of it
 * whatever has become of the page by then: what is read anew may show something else in the place of what was pressed. What is
 * under way is not begun a second time, however fast somebody presses again.
 */
export const useChange = <Given, Result>(
  organizationId: string,
  change: (given: Given) => Promise<Result>,
  done?: (result: Result) => void,
) => {
  const queries = useQueryClient();
  const underWay = useRef<Promise<Result>>(undefined);
  return useMutation({
    mutationFn: (given: Given) => {
      underWay.current ??= change(given).finally(() => {
        underWay.current = undefined;
      });
      return underWay.current;
    },
    onSuccess: (result) => done?.(result),
    // It may be the session that has ended.
    onError: () => queries.invalidateQueries({ queryKey: ['session'] }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['organization', organizationId] }),
  });
};
