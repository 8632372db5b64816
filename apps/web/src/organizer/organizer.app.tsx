/** @module The organizer's app: one query cache, one router. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ApiError } from '../api/api.error.js';
import { createOrganizerRouter } from './organizer.router.js';

const GIVE_UP_AFTER = 2;

/** Only errors that may pass by themselves are retried: no connection, or a server in trouble. */
function worthRetrying(failures: number, error: Error): boolean {
  return failures < GIVE_UP_AFTER && error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

function leaveWhenSignedOut(error: Error): void {
  const { pathname } = window.location;
  if (error instanceof ApiError && error.status === 401 && pathname !== '/sign-in') {
    queryClient.clear();
    void router.navigate({ to: '/sign-in', search: { next: pathname, ended: true } });
  }
}

const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
  mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 5000 } },
});

const router = createOrganizerRouter(queryClient);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

export function OrganizerApp() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
