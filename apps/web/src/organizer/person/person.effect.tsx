/** @module What it would do to show a person to visitors in another way, counted by the server. */
import { useQuery } from '@tanstack/react-query';
import type { Person } from '@visage/contracts/person.contract';
import { foreseePersonEffect } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { ErrorNotice } from '../../ui/notice.js';

interface PersonEffectProps {
  readonly personId: string;
  readonly wish: Pick<Person, 'appearance' | 'seesOwn'>;
}

export function PersonEffect({ personId, wish }: PersonEffectProps) {
  const { data, error } = useQuery({
    queryKey: ['person-effect', personId, wish],
    queryFn: () => foreseePersonEffect(personId, wish),
    gcTime: 0,
  });
  if (error) return <ErrorNotice error={error} />;
  return (
    <p role="status">{data ? texts.person.effect(wish.appearance, data) : texts.person.effectPending}</p>
  );
}
