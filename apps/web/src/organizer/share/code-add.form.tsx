/** @module New codes for a share: one with a name, or a numbered series. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Share } from '@visage/contracts/share.contract';
import { createCodes } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { MAX_SERIES, seriesLabels } from './code.series.js';
import { sharesQuery } from './share.query.js';

interface CodeAddProps {
  readonly share: Share;
  /** The first of the new codes. */
  readonly onAdded: (codeId: string) => void;
}

export function CodeAdd({ share, onAdded }: CodeAddProps) {
  return (
    <>
      <AddOne share={share} onAdded={onAdded} />
      <details>
        <summary>{texts.share.addMany}</summary>
        <AddMany share={share} onAdded={onAdded} />
      </details>
    </>
  );
}

function useAdding({ share, onAdded }: CodeAddProps, onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (labels: string[]) => createCodes(share.id, { labels }),
    onSuccess: async ({ codes }) => {
      onDone();
      await queryClient.invalidateQueries({ queryKey: sharesQuery(share.eventId).queryKey });
      const [first] = codes;
      if (first) onAdded(first.id);
    },
  });
}

function AddOne(props: CodeAddProps) {
  const [label, setLabel] = useState('');
  const adding = useAdding(props, () => setLabel(''));
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    adding.mutate([label.trim()]);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="code-add">
        <Field
          label={texts.share.label}
          placeholder={texts.share.labelPlaceholder}
          required
          maxLength={200}
          autoComplete="off"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button type="submit" icon="plus" busy={adding.isPending} disabled={label.trim() === ''}>
          {texts.share.addCode}
        </Button>
      </div>
      <ErrorNotice error={adding.error} />
    </form>
  );
}

function AddMany(props: CodeAddProps) {
  const [word, setWord] = useState<string>(texts.share.seriesWordDefault);
  const [from, setFrom] = useState('1');
  const [to, setTo] = useState('20');
  const adding = useAdding(props, () => undefined);
  const labels = seriesLabels({ word, from: Number(from || Number.NaN), to: Number(to || Number.NaN) });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (labels) adding.mutate(labels);
  };
  const number = { type: 'number', inputMode: 'numeric', min: 0, step: 1, required: true } as const;
  return (
    <form className="stack" onSubmit={submit}>
      <div className="code-series">
        <Field
          label={texts.share.seriesWord}
          maxLength={180}
          autoComplete="off"
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <Field
          {...number}
          label={texts.share.seriesFrom}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <Field
          {...number}
          label={texts.share.seriesTo}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      <p className="soft small" role="status">
        {labels
          ? texts.share.seriesPreview(labels[0] ?? '', labels.at(-1) ?? '', labels.length)
          : texts.share.seriesWrong(MAX_SERIES)}
      </p>
      <ErrorNotice error={adding.error} />
      <Button type="submit" icon="plus" busy={adding.isPending} disabled={labels === null}>
        {labels ? texts.share.seriesAdd(labels.length) : texts.share.addMany}
      </Button>
    </form>
  );
}
