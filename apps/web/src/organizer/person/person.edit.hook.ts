/** @module A correction of people, after which everything that shows people is refetched. */
import { useQueryClient } from '@tanstack/react-query';
import { useAction, type Action } from '../../ui/action.hook.js';

export function usePersonEdit(eventId: string): Action {
  const queryClient = useQueryClient();
  const action = useAction();
  const run = (work: () => Promise<void>): void =>
    action.run(async () => {
      await work();
      await Promise.all(
        ['people', 'photos'].map((list) =>
          queryClient.invalidateQueries({ queryKey: ['event', eventId, list] }),
        ),
      );
    });
  return { ...action, run };
}
