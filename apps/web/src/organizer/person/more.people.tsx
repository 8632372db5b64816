/** @module Asks for the next page of people, where there is one. */
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import type { ShownPeople } from '../event/event.query.js';

type PeopleQuery = Pick<
  UseInfiniteQueryResult<ShownPeople>,
  'data' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
>;

export function MorePeople({ query }: { query: PeopleQuery }) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (data === undefined || !hasNextPage) return null;
  return (
    <Button look="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {texts.people.more(Math.max(1, data.total - data.people.length))}
    </Button>
  );
}
