/** @module What it would do to show a person to visitors in another way, counted by the server. */
import { useQuery } from '@tanstack/react-query';
import type { Person } from '@visage/contracts/person.contract';
import { foreseePersonEffect } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { ErrorNotice } from '../../ui/notice.js';

interface PersonEffectProps {
  readonly personId: string;
  /** Named before it, where it is about several. */
  readonly who?: string | null;
  readonly wish: Pick<Person, 'appearance' | 'seesOwn'>;
}

export function PersonEffect({ personId, who = null, wish }: PersonEffectProps) {
  const { data, error } = useQuery({
    queryKey: ['person-effect', personId, wish],
    queryFn: () => foreseePersonEffect(personId, wish),
    gcTime: 0,
  });
  if (error) return <ErrorNotice error={error} />;
  return (
    <p role="status">
      {who === null ? null : <strong>{who}: </strong>}
      {data ? texts.person.effect(wish.appearance, data) : texts.person.effectPending}
    </p>
  );
}
