/** @module Who is signed in. */
import { queryOptions } from '@tanstack/react-query';
import { getSession } from '../../api/session.api.js';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getSession(signal),
  staleTime: 5 * 60_000,
});
