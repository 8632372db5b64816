/** @module A new event: its name and its day. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { FACES_DAYS } from '@visage/contracts/retention.contract';
import { ApiError } from '../../api/api.error.js';
import { createEvent } from '../../api/event.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { FacesDaysField, PhotosDaysField } from '../retention/retention.fields.js';
import { eventsQuery } from './event.query.js';

export function EventCreateDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [date, setDate] = useState('');
  const [facesDays, setFacesDays] = useState(String(FACES_DAYS));
  const [photosDays, setPhotosDays] = useState('');
  const [withoutFaces, setWithoutFaces] = useState(false);
  const [encrypted, setEncrypted] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const creating = useMutation({
    mutationFn: createEvent,
    onSuccess: async (event) => {
      await queryClient.invalidateQueries({ queryKey: eventsQuery.queryKey });
      await navigate({ to: '/events/$eventId', params: { eventId: event.id } });
    },
  });
  const fields = creating.error instanceof ApiError ? creating.error.fields : new Map<string, string>();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    creating.mutate({
      ...{ name: name.trim(), zone, faces: !withoutFaces, encrypted, facesDays: Number(facesDays) },
      photosDays: photosDays === '' ? null : Number(photosDays),
      ...(date ? { date } : {}),
    });
  };
  return (
    <Dialog title={texts.events.createTitle} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field
          label={texts.events.name}
          placeholder={texts.events.namePlaceholder}
          required
          maxLength={200}
          autoFocus
          autoComplete="off"
          value={name}
          error={fields.get('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Field
          label={texts.events.date}
          note={texts.events.optional}
          type="date"
          value={date}
          error={fields.get('date')}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <Check
          label={texts.events.withoutFaces}
          hint={texts.events.withoutFacesHint}
          checked={withoutFaces}
          onChange={setWithoutFaces}
        />
        {withoutFaces ? null : (
          <FacesDaysField
            value={facesDays}
            max={FACES_DAYS}
            error={fields.get('facesDays')}
            onChange={setFacesDays}
          />
        )}
        <PhotosDaysField value={photosDays} error={fields.get('photosDays')} onChange={setPhotosDays} />
        <Check
          label={texts.events.encrypt}
          hint={texts.events.encryptHint}
          checked={encrypted}
          onChange={setEncrypted}
        />
        <ErrorNotice error={creating.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={creating.isPending} disabled={name.trim() === ''}>
            {creating.isPending ? texts.events.creating : texts.events.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
