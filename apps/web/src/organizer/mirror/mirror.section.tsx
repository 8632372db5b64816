/** @module The mirrors of an event, and a new one. */
import './mirror.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DriveConnection } from '@visage/contracts/drive-account.contract';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { MirrorCard } from './mirror.card.js';
import { MirrorForm } from './mirror.form.js';
import { mirrorsQuery } from './mirror.query.js';

type Use = NonNullable<DriveConnection['account']>['uses'][number];

export function MirrorSection({
  eventId,
  uses,
  byService,
}: {
  eventId: string;
  uses: readonly Use[];
  byService: boolean;
}) {
  const { data, error, refetch } = useQuery(mirrorsQuery(eventId));
  const [making, setMaking] = useState(false);
  return (
    <section aria-labelledby="drive-mirror" className="stack">
      <div className="section-head">
        <h2 id="drive-mirror">{texts.mirror.title}</h2>
        <Button look="primary" icon="plus" disabled={uses.length === 0} onClick={() => setMaking(true)}>
          {texts.mirror.create}
        </Button>
      </div>
      <p className="soft">{uses.length > 0 ? texts.mirror.hint : texts.mirror.needs}</p>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data?.mirrors.map((mirror) => (
        <MirrorCard key={mirror.id} eventId={eventId} mirror={mirror} />
      ))}
      {making ? (
        <MirrorForm eventId={eventId} uses={uses} byService={byService} onClose={() => setMaking(false)} />
      ) : null}
    </section>
  );
}
