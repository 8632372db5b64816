/** @module Changes how long an event is kept; longer for its faces with a reason alone. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EventRetention } from '@visage/contracts/retention.contract';
import { type SubmitEvent, useState } from 'react';
import { fieldErrorsOf } from '../../api/api.error.js';
import { changeRetention } from '../../api/retention.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { FacesDaysField, PhotosDaysField } from './retention.fields.js';
import { retentionQuery } from './retention.query.js';

interface RetentionDialogProps {
  readonly eventId: string;
  readonly retention: EventRetention;
  readonly onClose: () => void;
}

export function RetentionDialog({ eventId, retention, onClose }: RetentionDialogProps) {
  const [facesDays, setFacesDays] = useState(String(retention.facesDays));
  const [photosDays, setPhotosDays] = useState(String(retention.photosDays ?? ''));
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const longer = Number(facesDays) > retention.facesDays;
  const changing = useMutation({
    mutationFn: () =>
      changeRetention(eventId, {
        facesDays: Number(facesDays),
        photosDays: photosDays === '' ? null : Number(photosDays),
        ...(longer && { reason }),
      }),
    onSuccess: (changed) => {
      queryClient.setQueryData(retentionQuery(eventId).queryKey, changed);
      onClose();
    },
  });
  const errors = fieldErrorsOf(changing.error);
  const wording = texts.retention;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    changing.mutate();
  };
  return (
    <Dialog title={wording.title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {retention.facesEndedAt === null ? (
          <FacesDaysField
            value={facesDays}
            max={3650}
            error={errors.get('facesDays')}
            onChange={setFacesDays}
          />
        ) : null}
        {longer ? (
          <Field
            label={wording.reason}
            note={wording.reasonNote}
            required
            maxLength={500}
            value={reason}
            error={errors.get('reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        ) : null}
        <PhotosDaysField value={photosDays} error={errors.get('photosDays')} onChange={setPhotosDays} />
        <p className="soft small">{wording.counted}</p>
        <ErrorNotice error={changing.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={changing.isPending}>
            {wording.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
